import { parseJson } from '~/lib/json';
import type { RecordedFrame } from '~/recorder/frame-log';

/** Characters of payload whose parsed form is kept. */
const MAX_KEPT_CHARS = 4_000_000;
const MAX_DEPTH = 64;

/** Reads the payloads of frames when they are first asked about. */
export interface PayloadReader {
  /**
   * Whether any scalar field of that name, anywhere in the payload, passes; the elements of a list count as its
   * values. Objects are offered as null text, so that only "is it there at all" can hold for them.
   */
  some(frame: RecordedFrame, name: string, test: FieldTest): boolean;
}

export type FieldTest = (value: unknown) => boolean;

interface Payload {
  readonly value: unknown;
}

/** Keeps the latest payloads it parsed, bounded by their length as text. */
export function createPayloadReader(maxKeptChars = MAX_KEPT_CHARS): PayloadReader {
  const payloads = new WeakMap<RecordedFrame, Payload>();
  let kept: RecordedFrame[] = [];
  let keptChars = 0;

  function read(frame: RecordedFrame): Payload {
    const known = payloads.get(frame);
    if (known) return known;
    const parsed = parseJson(frame.text, true);
    const payload = { value: parsed.ok ? parsed.value : undefined };
    payloads.set(frame, payload);
    kept.push(frame);
    keptChars += frame.held;
    if (keptChars > maxKeptChars) dropOldestHalf();
    return payload;
  }

  function dropOldestHalf(): void {
    const gone = kept.slice(0, Math.ceil(kept.length / 2));
    for (const frame of gone) {
      payloads.delete(frame);
      keptChars -= frame.held;
    }
    kept = kept.slice(gone.length);
  }

  return {
    some(frame, name, test) {
      // Most frames lack the field, and looking for its name is a hundred times cheaper than parsing.
      const text = frame.text;
      if (!text.includes(`"${name}"`) && !text.includes('\\u')) return false;
      return holds(read(frame).value, name, test, 0);
    },
  };
}

function holds(value: unknown, name: string, test: FieldTest, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.some((item) => holds(item, name, test, depth + 1));
  return Object.entries(value).some(
    ([key, field]) =>
      (key === name && (Array.isArray(field) ? field : [field]).some(test)) ||
      holds(field, name, test, depth + 1),
  );
}
