import { describe, expect, it } from 'vitest';
import { bringIntoSight, bringToCentre, sightOf } from './chart-sight';

const slots = Array.from({ length: 100 }, (_, place) => ({ timeSec: place * 60 }));

function scaleAt(from: number, to: number) {
  let range = { from, to };
  return {
    getVisibleLogicalRange: () => range as never,
    setVisibleLogicalRange: (next: typeof range) => void (range = next),
    range: () => range,
  };
}

describe('what of a chart is in sight', () => {
  it('[F1] tells on which half a time is, so that what is said of it can stand on the other', () => {
    const sight = sightOf(scaleAt(0, 40), slots);
    expect([sight.half(10 * 60), sight.half(30 * 60 + 5)]).toEqual(['left', 'right']);
  });

  it('[F1] tells that the newest is not in sight, and what is at an edge', () => {
    expect([
      sightOf(scaleAt(0, 40), slots).isAway,
      sightOf(scaleAt(60, 103), slots).isAway,
    ]).toEqual([true, false]);
    expect([2, 20, 39].map((place) => sightOf(scaleAt(0, 40), slots).has(place * 60))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('[F1] moves only as far as a place needs', () => {
    const scale = scaleAt(0, 40);
    bringIntoSight(scale, 20);
    expect(scale.range()).toEqual({ from: 0, to: 40 });
    bringIntoSight(scale, 60);
    expect(scale.range()).toEqual({ from: 23, to: 63 });
  });

  it('[F1] is centred, but shows no empty half before the oldest or behind the newest', () => {
    const scale = scaleAt(0, 40);
    bringToCentre(scale, 50, 103);
    expect(scale.range()).toEqual({ from: 30, to: 70 });
    bringToCentre(scale, 98, 103);
    expect(scale.range()).toEqual({ from: 63, to: 103 });
    bringToCentre(scale, 3, 103);
    expect(scale.range()).toEqual({ from: -2, to: 38 });
  });
});
