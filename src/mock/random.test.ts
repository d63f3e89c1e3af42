import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBag, createRandom, gauss } from './random';

const draw = (count: number, from = createRandom(7)) =>
  Array.from({ length: count }, () => from.next());

describe('createRandom', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    expect(draw(50)).toEqual(draw(50));
    expect(draw(50)).not.toEqual(draw(50, createRandom(8)));
  });

  it('forks by name, whatever was drawn before', () => {
    const [fresh, used] = [createRandom(7), createRandom(7)];
    draw(1000, used);
    expect(draw(10, used.fork('market'))).toEqual(draw(10, fresh.fork('market')));
    expect(draw(10, fresh.fork('market'))).not.toEqual(draw(10, fresh.fork('story')));
  });

  it('stays inside its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(50),
        (seed, min, span) => {
          const random = createRandom(seed);
          for (let index = 0; index < 20; index += 1) {
            const whole = random.whole(min, min + span);
            expect(Number.isInteger(whole) && whole >= min && whole <= min + span).toBe(true);
            const between = random.between(min, min + span + 1);
            expect(between >= min && between < min + span + 1).toBe(true);
          }
        },
      ),
    );
  });

  it('refuses to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow('at least one');
  });
});

describe('gauss', () => {
  it('has mean 0 and deviation 1', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 20_000 }, () => gauss(random));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});

describe('createBag', () => {
  it('gives every item once before any comes again', () => {
    const take = createBag(createRandom(5), ['a', 'b', 'c']);
    for (let round = 0; round < 5; round += 1) {
      expect([take(), take(), take()].sort()).toEqual(['a', 'b', 'c']);
    }
  });
});
