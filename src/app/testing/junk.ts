import fc from 'fast-check';

/** Values that servers should never send and some day do. */
const nasty = fc.constantFrom<unknown>(
  null,
  0,
  -1,
  1e308,
  -0,
  '',
  'NaN',
  '__proto__',
  'constructor',
  [],
  {},
  true,
  Number.MAX_SAFE_INTEGER + 1,
  '9999-99-99T99:99:99Z',
  '\u202Egnp.exe',
);

/** A frame that is anything: arbitrary text, arbitrary JSON, or a sound frame with one place changed. */
export function junkFrame(sound: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: cut(sound) },
    { weight: 5, arbitrary: mutated(sound) },
  );
}

function cut(sound: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...sound), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([text, share]) => text.slice(0, Math.floor(text.length * share)));
}

/** One value somewhere in the frame is replaced or removed. */
function mutated(sound: readonly string[]): fc.Arbitrary<string> {
  const parsed = sound.flatMap((text) => {
    try {
      return [JSON.parse(text) as unknown];
    } catch {
      return [];
    }
  });
  return fc
    .tuple(fc.constantFrom(...parsed), fc.nat(), fc.oneof(nasty, fc.jsonValue()), fc.boolean())
    .map(([value, place, replacement, removes]) => {
      const copy = structuredClone(value);
      const places = placesOf(copy);
      const target = places[place % Math.max(1, places.length)];
      if (target) {
        if (removes) Reflect.deleteProperty(target.holder, target.key);
        else Reflect.set(target.holder, target.key, replacement);
      }
      return JSON.stringify(copy);
    });
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    { holder: value, key },
    ...placesOf(inner),
  ]);
}
