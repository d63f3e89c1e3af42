import { z } from 'zod';

/** What a server answered, as far as we read it. */
export const restAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answer'),
    status: z.int(),
    text: z.string(),
    retryAfterSec: z.number().min(0).nullable(),
  }),
  /** Longer than allowed. */
  z.object({ kind: z.literal('oversize') }),
  /** Nobody answered, or the browser does not let us read it. */
  z.object({ kind: z.literal('unreachable'), reason: z.string().max(200) }),
]);

export type RestAnswer = Readonly<z.infer<typeof restAnswerSchema>>;

/** Reads an answer as a counted stream, at most `maxLength` bytes of it, whatever its header says. `nowMs`: Unix milliseconds. */
export async function readAnswer(
  response: Response,
  maxLength: number,
  nowMs: number,
): Promise<RestAnswer> {
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > maxLength) {
    void response.body?.cancel();
    return { kind: 'oversize' };
  }
  const text = await readBounded(response, maxLength);
  if (text === null) return { kind: 'oversize' };
  return {
    kind: 'answer',
    status: response.status,
    text,
    retryAfterSec: retryAfter(response, nowMs),
  };
}

/** Null when it is longer than allowed. */
async function readBounded(response: Response, maxLength: number): Promise<string | null> {
  if (!response.body) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxLength) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Seconds from now, told as such or as a date (RFC 9110); null: not told, or not readable across origins. */
function retryAfter(response: Response, nowMs: number): number | null {
  const header = response.headers.get('retry-after');
  if (header === null) return null;
  const seconds = Number(header);
  if (header.trim() !== '' && Number.isFinite(seconds)) return seconds >= 0 ? seconds : null;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, Math.ceil((atMs - nowMs) / 1_000));
}
