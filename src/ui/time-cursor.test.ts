import { beforeEach, describe, expect, it } from 'vitest';
import { chooseTime, goToTime, lightUp, useTimeCursor } from './time-cursor';

const now = () => useTimeCursor.getState();

describe('the time cursor', () => {
  beforeEach(() => useTimeCursor.setState({ lit: null, chosenSec: null, focusSec: null }));

  it('[F6] is put out only by the view that lit it', () => {
    lightUp('bars', { fromSec: 60, toSec: 120 });
    lightUp('equity', null);
    expect(now().lit).toEqual({ fromSec: 60, toSec: 120, by: 'bars' });
    lightUp('bars', null);
    expect(now().lit).toBeNull();
  });

  it('[F6] chooses a bar without moving a chart, and goes to one with moving it', () => {
    chooseTime(60);
    expect(now()).toMatchObject({ chosenSec: 60, focusSec: null });
    goToTime(180);
    expect(now()).toMatchObject({ chosenSec: 180, focusSec: 180 });
    goToTime(null);
    expect(now()).toMatchObject({ chosenSec: null, focusSec: null });
  });
});
