import { redact } from '~/lib/redact';
import type { WireSpec } from '~/session/wire';
import type { HyperoruMessage } from './messages';

/**
 * A wire on which what a server says to a person holds none of our secrets: servers repeat what they were given, and their
 * words go into entries, refusals and the order log.
 */
export function maskedWire(
  wire: WireSpec<HyperoruMessage>,
  secrets: readonly string[],
): WireSpec<HyperoruMessage> {
  const mask = (message: HyperoruMessage) => masked(message, (text) => redact(text, secrets));
  const schemas = Object.entries(wire.schemas).map(([type, schema]) => [
    type,
    schema.transform(mask),
  ]);
  return { ...wire, schemas: Object.fromEntries(schemas) as typeof wire.schemas };
}

function masked(message: HyperoruMessage, mask: (text: string) => string): HyperoruMessage {
  if (message.kind === 'error') {
    const { text, code, supportId } = message;
    return {
      ...message,
      text: mask(text),
      code: code === null ? null : mask(code),
      supportId: supportId === null ? null : mask(supportId),
    };
  }
  const more = message.kind === 'snapshot' ? message.more : undefined;
  if (message.kind !== 'snapshot' || !more?.warning) return message;
  return { ...message, more: { ...more, warning: mask(more.warning) } };
}
