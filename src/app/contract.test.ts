import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyFeature } from '~/feature';
import { fromText, toText } from '~/lib/plain-text';
import { decode } from '~/session/decode';
import type { Fixture } from '~/session/fixture';
import type { Received } from '~/session/wire';
import { features } from './registry';
import { harness } from './testing/harness';
import { junkFrame } from './testing/junk';

/** A feature as its options make it: one that speaks several dialects exports `variants` beside its `fixtures`. */
interface Variant {
  readonly title: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly fixtures: readonly Fixture[];
}

const fixtureModules = import.meta.glob<{
  fixtures: readonly Fixture[];
  variants?: readonly Variant[];
}>('../features/*/fixtures.ts', { eager: true });

function variantsOf(feature: AnyFeature): readonly (Variant & { readonly feature: AnyFeature })[] {
  const module = fixtureModules[`../features/${feature.id}/fixtures.ts`];
  if (!module) throw new Error(`${feature.id} has no fixtures.ts.`);
  const usual = { title: feature.title, options: {}, fixtures: module.fixtures };
  return [usual, ...(module.variants ?? [])].map((variant) => ({ ...variant, feature }));
}

/** 100 000 junk frames over the four protocols of this build. */
const JUNK_RUNS = 1_000;
const FRAMES_A_RUN = 25;

describe('the registry', () => {
  it('finds the features by their folders, each with an id of its own', () => {
    const ids = features.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['halyrd', 'hyperoru', 'nexusglass', 'quimeria']));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.each(features.flatMap(variantsOf))('the contract of $title', (variant) => {
  const { feature, fixtures } = variant;
  const options: unknown = feature.options.parse(variant.options);
  const wire = feature.wire(options);
  const soundOnSocket = fixtures
    .filter(({ verdict, source }) => verdict === 'ok' && source.channel === 'socket')
    .map(({ text }) => text);

  const sound: readonly Received<unknown>[] = fixtures.flatMap(({ text, source }, index) => {
    const message: unknown = decode(wire, text, source).message;
    if (message === null) return [];
    const origin = source.channel === 'rest' ? ('backfill' as const) : ('live' as const);
    return [
      {
        message,
        receivedAtMs: 1_767_603_600_000 + index,
        origin,
        source,
        frameId: index,
      },
    ];
  });

  it.each(fixtures)('decodes $name', ({ text, source, verdict, type }) => {
    const decoded = decode(wire, text, source);
    expect(decoded.verdict.kind, JSON.stringify(decoded.verdict)).toBe(verdict);
    if (type !== null && 'type' in decoded.verdict) expect(decoded.verdict.type).toBe(type);
  });

  it('has a sound fixture for every message type of its schema', () => {
    const covered = new Set(
      fixtures.filter(({ verdict }) => verdict === 'ok').map(({ type }) => type),
    );
    expect(Object.keys(wire.schemas).filter((type) => !covered.has(type))).toEqual([]);
  });

  it('counts a message of unknown type, shows it in the inspector and makes no error of it', () => {
    const unknown = fixtures.find(({ verdict }) => verdict === 'unknown');
    if (!unknown) throw new Error(`${feature.id} has no fixture of an unknown type.`);
    const { connection, recorder, say } = harness(feature, undefined, variant.options);
    const before = connection.store.getState() as unknown;
    say(unknown.text);
    expect(recorder.counts('test')).toMatchObject({ total: 1, unknown: 1, errors: 0 });
    expect(recorder.frames()[0]!.verdict.kind).toBe('unknown');
    expect(connection.store.getState()).toBe(before);
  });

  it('[F9] counts a malformed frame, shows it in the inspector and changes nothing', () => {
    const { connection, recorder, say } = harness(feature, undefined, variant.options);
    const before = connection.store.getState() as unknown;
    say('{"not closed');
    expect(recorder.counts('test')).toMatchObject({ total: 1, errors: 1 });
    expect(recorder.frames()[0]!.verdict.kind).toBe('not-json');
    expect(connection.store.getState()).toBe(before);
  });

  it('shows the same after applying every message twice as after applying it once', () => {
    const once = feature.apply(feature.initialState(), sound) as unknown;
    const twice = feature.apply(once, sound) as unknown;
    expect(feature.bars?.(twice)).toEqual(feature.bars?.(once));
    expect(feature.equity?.(twice)).toEqual(feature.equity?.(once));
    expect(feature.money?.(twice)).toEqual(feature.money?.(once));
  });

  it('adds nothing to the timeline when messages repeat', () => {
    const { timeline, say } = harness(feature, undefined, variant.options);
    soundOnSocket.forEach(say);
    const { entries } = timeline.store.getState();
    const count = entries.length;
    soundOnSocket.forEach(say);
    expect(timeline.store.getState().entries).toHaveLength(count);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  it('comes to the same state however the messages are cut into batches', () => {
    const whole = feature.apply(feature.initialState(), sound) as unknown;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (sizes) => {
        let state: unknown = feature.initialState();
        for (let from = 0, turn = 0; from < sound.length; turn += 1) {
          const size = sizes[turn % sizes.length]!;
          state = feature.apply(state, sound.slice(from, from + size));
          from += size;
        }
        expect(state).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('[F24] comes to a state that can be kept as text and taken up again', () => {
    const state = feature.apply(feature.initialState(), sound) as unknown;
    const kept: unknown = feature.worthKeeping?.(state) ?? state;
    expect(fromText(toText(kept))).toEqual(kept);
    expectConsistent(feature, kept);
  });

  it('does not change a state that it was given', () => {
    const before = feature.apply(feature.initialState(), sound.slice(0, -1)) as unknown;
    const copy = structuredClone(before);
    feature.apply(before, sound);
    expect(before).toEqual(copy);
  });

  it('[SE16] [F25] lets no junk throw out of the door or make the store inconsistent', () => {
    fc.assert(
      fc.property(
        fc.array(junkFrame(soundOnSocket), { minLength: FRAMES_A_RUN, maxLength: FRAMES_A_RUN }),
        (frames) => {
          const { connection, recorder, timeline, say } = harness(
            feature,
            undefined,
            variant.options,
          );
          frames.forEach(say);
          const verdicts = recorder.frames().map(({ verdict }) => verdict);
          expect(verdicts.filter(({ kind }) => kind === 'fault' || kind === 'pending')).toEqual([]);
          expectConsistent(feature, connection.store.getState());
          const { entries } = timeline.store.getState();
          expect(entries.every(({ atMs }) => Number.isFinite(atMs))).toBe(true);
          expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
        },
      ),
      { numRuns: JUNK_RUNS },
    );
  }, 120_000);

  it('is empty, not broken, before the first message', () => {
    const state: unknown = feature.initialState();
    expectConsistent(feature, state);
    const budget = feature.budget(state, options);
    expect(budget.lateAfterMs).toBeGreaterThan(0);
    expect(budget.silentAfterMs).toBeGreaterThan(budget.lateAfterMs);
    expect(budget.normal).not.toBe('');
  });
});

/** What the charts rely on: ascending, unique, finite. */
function expectConsistent(feature: AnyFeature, state: unknown): void {
  for (const { bars } of feature.bars?.(state) ?? []) {
    expectAscending(bars.map(({ timeSec }) => timeSec));
    expect(bars.every(({ close }) => Number.isFinite(close))).toBe(true);
  }
  for (const { points } of feature.equity?.(state) ?? []) {
    expectAscending(points.map(({ timeSec }) => timeSec));
    expect(points.every(({ equity }) => Number.isFinite(equity))).toBe(true);
  }
}

function expectAscending(times: readonly number[]): void {
  expect(times.every(Number.isFinite)).toBe(true);
  expect(times.every((time, index) => index === 0 || time > times[index - 1]!)).toBe(true);
}
