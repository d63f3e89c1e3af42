// @vitest-environment jsdom
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRecorder, type Recorder } from '~/recorder/recorder';
import type { FrameToRecord } from '~/recorder/frame-log';
import type { Verdict } from '~/session/wire';
import { InspectorView, type FrameLink } from './InspectorView';

const CONNECTIONS = [
  { id: 'c1', label: 'Agent 1', featureId: 'halyrd', title: 'Halyrd' },
  { id: 'c2', label: 'Bars', featureId: 'quimeria', title: 'QUIMERIA' },
];
const NOON = Date.UTC(2026, 5, 22, 14, 5, 30);

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function recordIn(
  recorder: Recorder,
  text: string,
  verdict: Verdict,
  change: Partial<FrameToRecord> = {},
): FrameLink {
  const connectionId = change.connectionId ?? 'c1';
  const frameId = recorder.record({
    connectionId,
    direction: 'in',
    origin: 'live',
    source: { channel: 'socket' },
    atMs: NOON + 42,
    text,
    secrets: ['tok_secret'],
    ...change,
  });
  recorder.judge(connectionId, frameId, verdict);
  recorder.publish();
  return { connectionId, frameId };
}

/** Four frames, one of each sort. */
function filledRecorder(): Recorder {
  const recorder = createRecorder();
  recordIn(recorder, '{"type":"equity","equity_usd":1000}', {
    kind: 'ok',
    type: 'equity',
    repaired: 0,
  });
  recordIn(recorder, '{"type":"risk_veto","order_ref":"ord_7"}', {
    kind: 'schema',
    type: 'risk_veto',
    issues: [{ path: 'data.0.reason', problem: 'expected string, received undefined' }],
  });
  recordIn(
    recorder,
    '{"bar',
    { kind: 'not-json', detail: 'Unexpected end' },
    { connectionId: 'c2' },
  );
  recordIn(
    recorder,
    '{"session_token":"tok_secret"}',
    { kind: 'ok', type: 'connect', repaired: 0 },
    { connectionId: 'c2', direction: 'out' },
  );
  return recorder;
}

function show(recorder: Recorder, initialFrame?: FrameLink) {
  return render(
    <InspectorView
      recorder={recorder}
      connections={CONNECTIONS}
      {...(initialFrame ? { initialFrame } : {})}
    />,
  );
}

const rows = () => within(screen.getByRole('listbox', { name: /Frames/ })).queryAllByRole('option');
const rowTexts = () => rows().map((row) => row.textContent);
const filterBox = () => screen.getByRole('combobox', { name: 'Filter frames' });
const detail = () => screen.getByRole('article', { name: 'Selected frame' });

describe('InspectorView', () => {
  it('[F9] lists every frame with time, wire, direction, source, type, size and verdict in words, newest first', () => {
    show(filledRecorder());
    expect(rowTexts()).toEqual([
      '14:05:30.042Bars↑ outsocketconnect30 Bsent',
      '14:05:30.042Bars↓ insocket—5 Bnot JSON',
      '14:05:30.042Agent 1↓ insocketrisk_veto40 Bschema error',
      '14:05:30.042Agent 1↓ insocketequity35 Bok',
    ]);
  });

  it('[F9] counts frames, unknown ones, errors, repairs and what was dropped per connection', () => {
    const recorder = createRecorder({ maxFrames: 2, maxChars: 1_000, maxFrameChars: 100 });
    recordIn(recorder, '1', { kind: 'ok', type: 'bar', repaired: 1 });
    recordIn(recorder, '2', { kind: 'unknown', type: 'x' });
    recordIn(recorder, '3', { kind: 'not-json', detail: '' });
    show(recorder);
    const [agent, bars] = within(
      screen.getByRole('list', { name: 'Frames per connection' }),
    ).getAllByRole('listitem');
    expect(agent?.textContent).toBe(
      'Agent 1 3 frames · 1 unknown · 1 errors · 1 repaired · oldest dropped: 1',
    );
    expect(bars?.textContent).toContain('Bars 0 frames');
  });

  it('[F9] filters as the person types, and explains what is wrong while it keeps the list', async () => {
    const user = userEvent.setup();
    show(filledRecorder());
    await user.type(filterBox(), 'wire:halyrd -verdict:ok');
    expect(rowTexts()).toHaveLength(1);
    expect(rowTexts()[0]).toContain('risk_veto');
    await user.type(filterBox(), ' "oh');
    expect(screen.getByRole('alert').textContent).toContain('Unclosed quote at 24.');
    expect(filterBox().getAttribute('aria-invalid')).toBe('true');
    expect(rowTexts()).toHaveLength(1);
  });

  it('[F9] suggests keys and values, to be taken by keyboard', async () => {
    const user = userEvent.setup();
    show(filledRecorder());
    await user.type(filterBox(), 'ty');
    await user.keyboard('{ArrowDown}{Enter}ris{ArrowDown}{Tab}');
    expect((filterBox() as HTMLInputElement).value).toBe('type:risk_veto');
    expect(rowTexts()).toHaveLength(1);
    expect(document.activeElement).toBe(filterBox());
  });

  it('[F9] writes the quick choices into the filter', async () => {
    const user = userEvent.setup();
    show(filledRecorder());
    await user.selectOptions(screen.getByRole('combobox', { name: 'Direction' }), '↑ out');
    expect((filterBox() as HTMLInputElement).value).toBe('dir:out');
    expect(rowTexts()).toHaveLength(1);
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Direction' }),
      'Both directions',
    );
    await user.selectOptions(screen.getByRole('combobox', { name: 'Wire' }), 'QUIMERIA');
    expect(rowTexts()).toHaveLength(2);
  });

  it('[F9] shows a wrong frame with every place that is not as promised', async () => {
    const user = userEvent.setup();
    show(filledRecorder());
    await user.click(rows()[2]!);
    expect(detail().textContent).toContain('not as promised in 1 place');
    expect(within(detail()).getByText('data.0.reason').closest('li')?.textContent).toBe(
      'data.0.reason: expected string, received undefined',
    );
    expect(detail().textContent).toContain('ord_7');
  });

  it('[F9] shows what is not JSON raw, as it was', async () => {
    const user = userEvent.setup();
    show(filledRecorder());
    await user.click(rows()[1]!);
    expect(detail().textContent).toContain('Not JSON: Unexpected end');
    expect(within(detail()).getByText('{"bar').tagName).toBe('PRE');
  });

  it('[F22] holds no secret in list, detail, copy or export', async () => {
    const user = userEvent.setup();
    let exported: Blob | null = null;
    const createUrl = vi.fn((blob: Blob) => {
      exported = blob;
      return 'blob:x';
    });
    Object.assign(URL, { createObjectURL: createUrl, revokeObjectURL: vi.fn() });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    show(filledRecorder());
    await user.click(rows()[0]!);
    await user.click(within(detail()).getByRole('button', { name: 'Raw' }));
    expect(detail().textContent).toContain('"session_token":"•••"');
    await user.click(within(detail()).getByRole('button', { name: /Copy/ }));
    expect(await navigator.clipboard.readText()).toBe('{"session_token":"•••"}');
    await user.click(screen.getByRole('button', { name: 'Export 4' }));
    const lines = (await textOf(exported!)).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(JSON.parse(lines[3]!)).toMatchObject({
      at: '2026-06-22T14:05:30.042Z',
      wire: 'quimeria',
      direction: 'out',
      verdict: { kind: 'ok', type: 'connect' },
      text: '{"session_token":"•••"}',
    });
    expect(document.body.innerHTML + lines.join('')).not.toContain('tok_secret');
  });

  it('[F9] is worked by keys: slash, arrows, Enter, Escape', async () => {
    const user = userEvent.setup();
    show(filledRecorder());
    await user.keyboard('/');
    expect(document.activeElement).toBe(filterBox());
    await user.type(filterBox(), 'type:*');
    await user.keyboard('{Escape}{Escape}');
    expect((filterBox() as HTMLInputElement).value).toBe('');
    act(() => rows()[0]!.focus());
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(within(detail()).getByRole('heading').textContent).toBe('risk_veto');
    expect(rows()[2]!.getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('article')).toBeNull();
  });

  it('[F9] held, the list stands still while frames are captured and counted', () => {
    vi.useFakeTimers();
    const recorder = filledRecorder();
    show(recorder);
    act(() => screen.getByRole('button', { name: 'Hold' }).click());
    act(() => {
      recordIn(recorder, '{}', { kind: 'unknown', type: 'novelty' });
      vi.advanceTimersByTime(300);
    });
    expect(rowTexts()).toHaveLength(4);
    expect(screen.getByText('Held · 1 new')).toBeDefined();
    act(() => screen.getByRole('button', { name: 'Hold' }).click());
    expect(rowTexts()[0]).toContain('novelty');
  });

  it('[F9] shows frames that arrive while it is open', () => {
    vi.useFakeTimers();
    const recorder = filledRecorder();
    show(recorder);
    act(() => {
      recordIn(recorder, '{}', { kind: 'unknown', type: 'novelty' });
      vi.advanceTimersByTime(300);
    });
    expect(rowTexts()[0]).toContain('unknown type');
  });

  it('the row that has the focus keeps it, and its place in the tab order, when newer frames come', () => {
    vi.useFakeTimers();
    const recorder = filledRecorder();
    show(recorder);
    const row = rows()[0]!;
    act(() => row.focus());
    act(() => {
      recordIn(recorder, '{}', { kind: 'unknown', type: 'novelty' });
      vi.advanceTimersByTime(300);
    });
    expect(document.activeElement).toBe(row);
    expect(rows().map((each) => each.tabIndex)).toEqual([-1, 0, -1, -1, -1]);
  });

  it('[F9] opens at a frame that a row elsewhere points to, or says that it is gone', () => {
    const recorder = filledRecorder();
    const link = recordIn(recorder, '{"x":1}', { kind: 'ok', type: 'pointed', repaired: 0 });
    const { rerender } = show(recorder, link);
    expect(within(detail()).getByRole('heading').textContent).toBe('pointed');
    rerender(
      <InspectorView
        recorder={recorder}
        connections={CONNECTIONS}
        initialFrame={{ connectionId: 'c1', frameId: 999 }}
      />,
    );
    expect(screen.getByText('This frame is no longer held.')).toBeDefined();
  });

  it('[F9] says why it is empty', async () => {
    const user = userEvent.setup();
    const { rerender } = show(createRecorder());
    expect(screen.getByText('No frames yet.')).toBeDefined();
    rerender(<InspectorView recorder={createRecorder()} connections={[]} />);
    expect(screen.getByText('No connections.')).toBeDefined();
    rerender(<InspectorView recorder={filledRecorder()} connections={CONNECTIONS} />);
    await user.type(filterBox(), 'nowhere');
    await user.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(rowTexts()).toHaveLength(4);
  });

  it('[F9] points to the same sockets in the browser’s own tools', () => {
    show(createRecorder());
    expect(screen.getByText(/Network → Socket \(WS\)/)).toBeDefined();
  });
});

function textOf(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsText(blob);
  });
}
