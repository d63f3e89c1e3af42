// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { decode } from '~/session/decode';
import { fixtures } from '../fixtures';
import { optionsSchema } from '../options';
import { heard } from '../sample-bars';
import { initialState, type QuimeriaState } from '../state';
import type { Step } from '../step-schema';
import { apply } from '../store';
import { quimeriaWire } from '../wire';
import { KernelBlocks } from './KernelBlocks';
import { Sensors } from './Sensors';

/** Fields of a step result that no list of fields names, and where they are seen instead. */
const SEEN_ELSEWHERE: Readonly<Record<string, string>> = {
  live: 'a bar that is not live is another connection, marked REPLAY',
  symbol: 'the title of the chart, of the table of bars and of the close on the board',
  bar_index: 'the line that says which bar is shown',
  total_bars: 'the line that says which bar is shown',
  t: 'read as bar.time',
  o: 'read as bar.open',
  h: 'read as bar.high',
  l: 'read as bar.low',
  c: 'read as bar.close',
};

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(26);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1_200);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(2_000);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = () => undefined;
      unobserve = () => undefined;
      disconnect = () => undefined;
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const bars = fixtures.filter(({ type, verdict }) => type === 'bar' && verdict === 'ok');

function stepOf(text: string): Step {
  const { message } = decode(quimeriaWire, text, { channel: 'socket' });
  if (message?.type !== 'bar') throw new Error('no bar');
  return message.data;
}

function connectionOf(step: Step) {
  const state = apply(initialState, [heard({ type: 'bar', data: step }, 1_000)]);
  const store = createStore<QuimeriaState>(() => state);
  const options = optionsSchema.parse({});
  const target = { via: 'demo' as const, socketUrl: 'ws://x', restUrl: 'http://x', options };
  return { store, target };
}

/** Every field that holds no further ones, as its path. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (fields.length === 0) return [path];
  return fields.flatMap(([key, field]) => leavesOf(field, [...path, key]));
}

/** Names listed for one block. */
function listed(block: string): readonly string[] {
  const region = screen.queryByRole('region', { name: block });
  if (!region) return [];
  return within(region)
    .getAllByRole('term')
    .map((term) => term.textContent ?? '');
}

describe('the fields of a step result', () => {
  it.each(bars.map((fixture) => [fixture.name, fixture] as const))(
    '[QU1] are all seen, those nobody has heard of included: %s',
    (_, { text }) => {
      const step = stepOf(text);
      render(<KernelBlocks connection={connectionOf(step)} />);
      const unseen = leavesOf(step).filter(([top = '', ...rest]) => {
        if (Object.hasOwn(SEEN_ELSEWHERE, top) || top === 'sensors') return false;
        const [block = '', ...fields] = top === 'plugins' ? rest : [top, ...rest];
        if (block === '') return false;
        const names = listed(block);
        // A block that is no object, and one nested too deeply, is listed under a shorter name.
        const isListed = fields.some((__, count) =>
          names.includes(fields.slice(0, count + 1).join('.')),
        );
        return !(isListed || names.includes('value'));
      });
      expect(unseen.map((path) => path.join('.'))).toEqual([]);
    },
  );

  it.each(bars.map((fixture) => [fixture.name, fixture] as const))(
    '[QU-T17] include every sensor with its name, layer, status and raw score: %s',
    (_, { text }) => {
      const step = stepOf(text);
      render(<Sensors connection={connectionOf(step)} />);
      const unsaid = (step.sensors ?? []).flatMap((sensor) => {
        if (!sensor) return [];
        const row = screen
          .getAllByRole('row')
          .find((one) => within(one).queryAllByText(sensor.id, { exact: true }).length > 0);
        const said = row?.textContent ?? '';
        const score = typeof sensor.score === 'number' ? null : 'n/a';
        const words = [sensor.name, sensor.layer, sensor.status, score];
        return words.filter((word) => word && !said.includes(word));
      });
      expect(unsaid).toEqual([]);
    },
  );

  it('[QU1] what is seen elsewhere is a field of some step result, so that the list cannot rot', () => {
    const tops = new Set(bars.flatMap(({ text }) => Object.keys(stepOf(text))));
    expect(Object.keys(SEEN_ELSEWHERE).filter((name) => !tops.has(name))).toEqual([]);
  });
});
