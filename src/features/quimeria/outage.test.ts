import { describe, expect, it } from 'vitest';
import { judgeOutage } from './outage';
import { FIRST_SEC, heardBar, heardLog, stepAt } from './sample-bars';
import { selectCurrent } from './select';
import { initialState } from './state';
import { apply } from './store';

/** Bars 0 to 2 were held; these came after the outage, by the log or late. */
function after(minutes: readonly number[], over: (minute: number) => Record<string, unknown>) {
  const held = apply(initialState, [heardBar(0), heardBar(1), heardBar(2)]);
  const log = heardLog(
    minutes.map((minute) => stepAt(minute, over(minute))),
    9e12,
  );
  return selectCurrent(apply(held, [log]))!;
}

const minute = (count: number) => FIRST_SEC + count * 60;
const none = () => ({});

describe('the verdict on an outage', () => {
  it('[X4] counts what came afterwards, and nothing as lost when all is there', () => {
    const verdict = judgeOutage(after([3, 4, 5, 6], none), minute(2), minute(5));
    expect(verdict).toMatchObject({ recovered: 3, unrecoverable: 0 });
  });

  it('[X4][QU10] counts as lost what the server handled and what is in no answer, by its index', () => {
    const verdict = judgeOutage(after([3, 6], none), minute(2), minute(6));
    expect(verdict).toMatchObject({ recovered: 2, unrecoverable: 2 });
    expect(verdict.evidence).toMatch(/2 handled by the server and in no answer of it/);
  });

  it('[X4][QU-T29] does not call lost what the server itself skipped', () => {
    const over = (count: number) => ({ bar_index: 100 + (count > 4 ? count - 2 : count) });
    const verdict = judgeOutage(after([3, 6], over), minute(2), minute(6));
    expect(verdict).toMatchObject({ recovered: 2, unrecoverable: 0 });
    expect(verdict.evidence).toMatch(/2 skipped by the server itself/);
  });

  it('[X4] counts to the last bar that the server says it handled', () => {
    const verdict = judgeOutage(after([], none), minute(2), minute(6));
    expect(verdict).toMatchObject({ recovered: 0, unrecoverable: 4 });
  });

  it('[X4][RF-39] knows a restart by the count that began anew, and then does not know what was missed', () => {
    const over = (count: number) => ({ bar_index: count, total_bars: count + 1 });
    const verdict = judgeOutage(after([6, 7], over), minute(2), minute(7));
    expect(verdict).toMatchObject({ recovered: 2, unrecoverable: null });
    expect(verdict.evidence).toMatch(/the server was restarted/);
  });
});
