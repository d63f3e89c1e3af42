import type { Random } from './contract';

/**
 * A seeded stream of numbers (sfc32). `fork` depends on the seed and the name alone, never on how many numbers were
 * drawn, so a new consumer leaves the others' stories as they were.
 */
export function createRandom(seed: number | string): Random {
  const next = sfc32(hash(String(seed)));
  const random: Random = {
    next,
    between: (min, max) => min + next() * (max - min),
    whole: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (from) => {
      if (from.length === 0) throw new Error('pick needs at least one item');
      return from[Math.floor(next() * from.length)]!;
    },
    chance: (probability) => next() < probability,
    fork: (name) => createRandom(`${seed}/${name}`),
  };
  return random;
}

/** A number of the standard normal distribution (Box-Muller). */
export function gauss(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** Gives every item once, in random order, before any comes again: rare kinds are sure to occur. */
export function createBag<T>(random: Random, items: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = items.slice();
    return left.splice(random.whole(0, left.length - 1), 1)[0]!;
  };
}

type Words = [number, number, number, number];

/** cyrb128: spreads a text over four words. */
function hash(text: string): Words {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ unit, 597399067);
    b = c ^ Math.imul(b ^ unit, 2869860233);
    c = d ^ Math.imul(c ^ unit, 951274213);
    d = a ^ Math.imul(d ^ unit, 2716044179);
  }
  return [a | 0, b | 0, c | 0, d | 0];
}

function sfc32([a, b, c, d]: Words): () => number {
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}
