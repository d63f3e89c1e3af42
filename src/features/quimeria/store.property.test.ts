import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '~/session/decode';
import type { Received } from '~/session/wire';
import { bars } from './chart';
import { fixtures } from './fixtures';
import { outlineOf } from './outline';
import { halted, heard, heardLog, heardStatus, stepAt, barMessage } from './sample-bars';
import type { QuimeriaMessage } from './schema';
import { symbolOf } from './bar-fact';
import { initialState, type QuimeriaState } from './state';
import { apply } from './store';
import { quimeriaWire } from './wire';

type Incoming = Received<QuimeriaMessage>;

const knownMessages = fixtures.flatMap(({ text, source }) => {
  const { message } = decode(quimeriaWire, text, source);
  return message === null ? [] : [{ message, source }];
});

const oddities = fc.constantFrom<Record<string, unknown>>(
  {},
  halted,
  { amd: { state: 'Manipulation' }, fusion: { regime: 'LIAR_STATE' } },
  { bar_index: undefined, total_bars: undefined },
  { veto: null, execution: null },
);

const minute = fc.integer({ min: 0, max: 30 });
const symbol = fc.constantFrom('BTCUSDT', 'BTCUSDT', 'BTCUSDT', 'ETHUSDT');

/** Bars late, twice, backwards, after restarts; the log; the status; everything the fixtures hold. */
const happening = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(minute, symbol, oddities).map(bar) },
  { weight: 1, arbitrary: fc.tuple(minute, fc.integer({ min: 0, max: 200 })).map(shiftedBar) },
  { weight: 1, arbitrary: fc.array(minute, { maxLength: 5 }).map(log) },
  { weight: 1, arbitrary: fc.tuple(fc.boolean(), fc.constantFrom('1m', '5m', '1H')).map(status) },
  { weight: 1, arbitrary: fc.constantFrom(...knownMessages).map(fixture) },
);

/** A story, received in order, one millisecond after the other. */
const story = fc
  .array(happening, { maxLength: 40 })
  .map((makers) => makers.map((make, place) => make(1_000 + place)));

describe('the fold', () => {
  it('[QU8] does not care how the messages are cut into batches', () => {
    fc.assert(
      fc.property(story, fc.array(fc.nat(40), { maxLength: 6 }), (messages, cuts) => {
        expect(foldInCuts(messages, cuts)).toEqual(apply(initialState, messages));
      }),
    );
  });

  it('[QU8] done twice equals done once', () => {
    fc.assert(
      fc.property(story, (messages) => {
        const once = apply(initialState, messages);
        expect(visible(apply(once, messages))).toEqual(visible(once));
      }),
    );
  });

  it('[QU8] keeps bars ascending and unique, one for each time and symbol that came since a reset', () => {
    fc.assert(
      fc.property(story, (messages) => {
        const state = apply(initialState, messages);
        for (const { facts } of state.series) {
          facts
            .slice(1)
            .forEach((fact, place) => expect(fact.timeSec).toBeGreaterThan(facts[place]!.timeSec));
        }
        const held = state.series.flatMap((series) =>
          series.facts.map((fact) => `${series.symbol} ${fact.timeSec}`),
        );
        // A reset forgets what was replayed before it (QU12).
        const since = messages.findLastIndex(({ message }) => message.type === 'reset');
        const came = messages.slice(since + 1).flatMap(barsIn);
        expect(held.sort()).toEqual([...new Set(came)].sort());
      }),
    );
  });

  it('[QU10] extends what it derived to what deriving it anew would give', () => {
    fc.assert(
      fc.property(story, (messages) => {
        const state = messages.reduce((before, message) => apply(before, [message]), initialState);
        for (const { facts, hintSec, outline } of state.series)
          expect(outline).toEqual(outlineOf(facts, hintSec));
      }),
    );
  });

  it('[QU1] survives junk, and whatever gets through has a finite time and close', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.json(), fc.string(), junkBar()), { maxLength: 20 }),
        (texts) => {
          const messages = texts.flatMap((text, place) => {
            const { message } = decode(quimeriaWire, text, { channel: 'socket' });
            return message === null ? [] : [heard(message, place)];
          });
          for (const series of bars(apply(initialState, messages))) {
            for (const { timeSec, open, high, low, close } of series.bars) {
              expect([timeSec, open, high, low, close].every(Number.isFinite)).toBe(true);
            }
          }
        },
      ),
    );
  });
});

function bar([at, name, over]: [number, string, Record<string, unknown>]): (
  ms: number,
) => Incoming {
  return (ms) => heard(barMessage(stepAt(at, { symbol: name, ...over })), ms);
}

function shiftedBar([at, index]: [number, number]): (ms: number) => Incoming {
  return (ms) => heard(barMessage(stepAt(at, { bar_index: index, total_bars: index + 1 })), ms);
}

function log(minutes: number[]): (ms: number) => Incoming {
  return (ms) =>
    heardLog(
      minutes.map((at) => stepAt(at)),
      ms,
    );
}

function status([running, granularity]: [boolean, string]): (ms: number) => Incoming {
  return (ms) => heardStatus({ running, granularity }, ms);
}

function fixture({ message, source }: (typeof knownMessages)[number]): (ms: number) => Incoming {
  return (ms) => heard(message, ms, { source });
}

function foldInCuts(messages: readonly Incoming[], cuts: readonly number[]): QuimeriaState {
  const places = [0, ...cuts.toSorted((a, b) => a - b), messages.length];
  return places
    .slice(1)
    .reduce((state, end, at) => apply(state, messages.slice(places[at], end)), initialState);
}

/** What a user can see of a state. */
function visible(state: QuimeriaState) {
  const { forgotten: _forgotten, ...rest } = state;
  return { ...rest, chart: bars(state) };
}

function barsIn({ message }: Incoming): string[] {
  const steps =
    message.type === 'bar' ? [message.data] : message.type === 'logs/raw_bars' ? message.steps : [];
  const logged = message.type === 'logs/raw_bars';
  return steps
    .filter((step) => !logged || step.live === true)
    .map((step) => `${symbolOf(step)} ${step.bar.time}`);
}

function junkBar() {
  return fc
    .record({
      bar: fc.record({ time: fc.anything(), close: fc.anything(), high: fc.anything() }),
      veto: fc.anything(),
    })
    .map((data) => {
      try {
        return JSON.stringify({ type: 'bar', data });
      } catch {
        return '{"type":"bar"}';
      }
    });
}
