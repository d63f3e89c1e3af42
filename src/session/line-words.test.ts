import { describe, expect, it } from 'vitest';
import { eventOf, wordOf } from './line-words';
import type { StationEvent } from './station';
import { parsePageMessage, VERSION, type LineMessage } from './worker-messages';

const member = { id: 'line', visible: true };
const head = {
  ns: 'vigil',
  v: VERSION,
  ep: 'ep',
  line: member.id,
  visible: member.visible,
  st: null,
  probeUrl: null,
  only: null,
} as const;

describe('what a line says to its station', () => {
  it.each<StationEvent>([
    { type: 'want', member },
    { type: 'lost', member, urgency: 'slow', epoch: 3, lived: true },
    { type: 'refused', member, refusal: { code: 4001, reason: 'key rejected' } },
    { type: 'going', member },
    { type: 'live', member },
    { type: 'stable' },
    { type: 'hint', member },
    { type: 'user', member },
    { type: 'gone', member },
  ])('[SE27] means the same in the worker: $type', (event) => {
    const sent = { ...head, ...wordOf(event) };
    const read = parsePageMessage(structuredClone(sent));
    expect(read.kind === 'ok' && eventOf(read.message as LineMessage)).toEqual(event);
  });

  it.each<StationEvent>([{ type: 'timer' }, { type: 'probed', ok: true }])(
    '[SE26] is never what belongs to the host alone: $type',
    (event) => expect(wordOf(event)).toBeNull(),
  );
});
