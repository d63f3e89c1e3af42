import { isRecord } from '~/lib/is-record';
import { redact } from '~/lib/redact';
import type { RestClient } from '~/session/rest';
import type { NexusOptions } from './options';

/** What must never be shown, whoever says it. */
export function secretsOf({ token }: Pick<NexusOptions, 'token'>): readonly string[] {
  return token === '' ? [] : [token];
}

/** Masks secrets in the strings and names of a value as it came out of JSON; gives the value itself where it holds none. */
export type Mask = <Value>(value: Value) => Value;

/** Made once for a wire: most messages hold no secret, and are read for one as text, which is quick. */
export function maskOf(secrets: readonly string[]): Mask {
  const forms = secrets
    .filter((secret) => redact(secret, secrets) !== secret)
    .flatMap((secret) => [JSON.stringify(secret).slice(1, -1), encodedForm(secret)]);
  if (forms.length === 0) return (value) => value;
  return <Value>(value: Value): Value => {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined || !forms.some((form) => text.includes(form))) return value;
    return JSON.parse(text, (_name, each: unknown) => maskedPart(each, secrets)) as Value;
  };
}

function encodedForm(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret; // half of a surrogate pair has no place in a URL
  }
}

/** One part of a value, whose own parts are masked already. */
function maskedPart(part: unknown, secrets: readonly string[]): unknown {
  if (typeof part === 'string') return redact(part, secrets);
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [redact(name, secrets), value]),
  );
}

/** A client in whose failures a key that the server repeats is masked: their words are shown, and told to other tabs. */
export function maskedRest(rest: RestClient, secrets: readonly string[]): RestClient {
  return {
    async call(call) {
      const outcome = await rest.call(call);
      return outcome.kind === 'http'
        ? { ...outcome, detail: redact(outcome.detail, secrets) }
        : outcome;
    },
  };
}
