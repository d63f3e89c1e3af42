import { redact } from '~/lib/redact';
import type { RestClient } from '~/session/rest';
import type { NexusOptions } from './options';

/** What must never be shown, whoever says it. */
export function secretsOf({ token }: Pick<NexusOptions, 'token'>): readonly string[] {
  return token === '' ? [] : [token];
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
