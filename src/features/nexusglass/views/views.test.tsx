// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionStatus } from '~/session/status';
import { runRecovery } from '../recovery';
import { fakeConnection } from '../test-connection';
import { Feed, T0 } from '../test-kit';
import { emptyWords } from './feed-words';
import { EventDetail } from './EventDetail';
import { Expiry } from './Expiry';
import { FeedBoard } from './FeedBoard';
import { MarketEvents } from './MarketEvents';
import { SymbolFilter } from './SymbolFilter';

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(T0);
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const DOWN: SessionStatus['state'] = {
  status: 'waiting',
  attempt: 1,
  retryAtMs: T0,
  cause: 'connection lost (1006)',
  sinceMs: T0,
};

describe('the board', () => {
  it('[NX-T20] shows tier and priorities as received', () => {
    const feed = new Feed();
    feed.open({ tier: 'FASTFEED', priorities: ['P1', 'P2'] });
    render(<FeedBoard connection={fakeConnection({ feed }).connection} />);
    expect(screen.getByText('FASTFEED')).toBeTruthy();
    expect(screen.getByText('P1 P2')).toBeTruthy();
    expect(screen.getByRole('rowheader', { name: /P0 not in this tier/ })).toBeTruthy();
  });

  it('[NX-T23] shows a delay', () => {
    const feed = new Feed();
    feed.open({ delay_ms: 15_000 });
    render(<FeedBoard connection={fakeConnection({ feed }).connection} />);
    expect(screen.getByText('delayed by 15.0 s')).toBeTruthy();
  });

  it('[NX-T25] says when the clocks differ', () => {
    const feed = new Feed();
    feed.open({ server_time: new Date(T0 + 120_000).toISOString() });
    render(<FeedBoard connection={fakeConnection({ feed }).connection} />);
    expect(screen.getByText('clock ahead by 2 min')).toBeTruthy();
  });

  it('[NX13] shows latency against the promise with its breaches', () => {
    const feed = new Feed();
    feed.open();
    for (const [index, latency] of [40, 60, 250].entries()) {
      feed.event({ id: index + 1, priority: 'P0', latency });
    }
    render(<FeedBoard connection={fakeConnection({ feed }).connection} />);
    const cells = within(screen.getByRole('row', { name: /P0/ })).getAllByRole('cell');
    expect(cells.map((cell) => cell.textContent)).toEqual([
      '3 of 3',
      '60 ms',
      '250 ms late',
      '100 ms',
      '1 of 3',
    ]);
  });

  it('[NX36] admits a gap with its span and offers to try again', async () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 100 });
    feed.nowMs += 20_000;
    feed.open();
    feed.snapshot([]);
    const { connection, calls } = fakeConnection({
      feed,
      answer: () => ({ kind: 'http', status: 403, detail: '{"error":"no"}', retryAfterSec: null }),
    });
    render(<FeedBoard connection={connection} />);
    await act(() => runRecovery(connection, new AbortController().signal, () => Promise.resolve()));
    expect(screen.getByRole('status').textContent).toMatch(/Gap: key refused: no \(403\)/);
    expect(screen.getByRole('status').querySelectorAll('time')).toHaveLength(2);
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
      await Promise.resolve();
    });
    expect(calls).toHaveLength(2);
  });

  it('[F1] keeps its figures while disconnected, and says that they are the last ones', () => {
    const feed = new Feed();
    feed.open();
    render(<FeedBoard connection={fakeConnection({ feed, status: DOWN }).connection} />);
    expect(
      screen.getByText(/Disconnected from NexusGlass; the figures below are the last/),
    ).toBeTruthy();
    expect(screen.getByText('ORACLE')).toBeTruthy();
  });

  it('[F1] calls nothing the last figures where it never heard any', () => {
    render(
      <FeedBoard connection={fakeConnection({ feed: new Feed(), status: DOWN }).connection} />,
    );
    expect(screen.getByText(/nothing was heard yet/)).toBeTruthy();
    expect(screen.queryByText(/the last ones/)).toBeNull();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('[NX-T17] shows an error of this socket, and none of a former one', () => {
    const feed = new Feed();
    feed.open();
    feed.nowMs += 1_000;
    feed.take('{"type":"ERROR","payload":{"code":"RATE_LIMITED","message":"slow down"}}');
    const { connection, publish } = fakeConnection({ feed });
    render(<FeedBoard connection={connection} />);
    expect(screen.getByText(/RATE_LIMITED: slow down/)).toBeTruthy();
    act(() => {
      feed.nowMs += 1_000;
      feed.open();
      publish();
    });
    expect(screen.queryByText(/RATE_LIMITED/)).toBeNull();
  });
});

describe('the list of events', () => {
  it('[NX41] an empty list says whether nothing happened or nothing could reach us', () => {
    render(<MarketEvents connection={fakeConnection().connection} />);
    expect(screen.getByText('No events yet')).toBeTruthy();
    cleanup();
    render(<MarketEvents connection={fakeConnection({ status: DOWN }).connection} />);
    expect(screen.getByText('Disconnected from NexusGlass')).toBeTruthy();
    expect(screen.getByText(/connection lost \(1006\)/)).toBeTruthy();
  });

  it('[NX41] every state of a session has words of its own', () => {
    const states: SessionStatus['state'][] = [
      { status: 'off' },
      { status: 'connecting', attempt: 1, sinceMs: T0 },
      { status: 'live', sinceMs: T0 },
      DOWN,
      { status: 'refused', code: 'AUTH_FAILED', reason: 'Invalid or expired API key' },
    ];
    expect(new Set(states.map((state) => emptyWords(state).title)).size).toBe(states.length);
  });

  it('[NX-T24] counts down to expiry and then says so', () => {
    const feed = new Feed();
    feed.open();
    feed.event({ id: 1, priority: 'P0' });
    render(<Expiry event={feed.state.events[0]!} />);
    expect(screen.getByText('29 s left')).toBeTruthy();
    act(() => void vi.advanceTimersByTime(31_000));
    expect(screen.getByText('expired')).toBeTruthy();
  });

  it('[NX-T29] symbols to choose from are those seen, with their counts', () => {
    const feed = new Feed();
    for (const [index, symbol] of ['ETHUSDT', 'BTCUSDT', 'ETHUSDT', null].entries()) {
      feed.event({ id: index + 1, symbol });
    }
    const onChange = vi.fn<(symbol: string | null) => void>();
    render(<SymbolFilter events={feed.state.events} value={null} onChange={onChange} />);
    const options = screen.getAllByRole('option').map((option) => option.textContent);
    expect(options).toEqual(['all (4)', 'BTCUSDT (1)', 'ETHUSDT (2)']);
    fireEvent.change(screen.getByRole('combobox', { name: 'Symbol' }), {
      target: { value: 'ETHUSDT' },
    });
    expect(onChange).toHaveBeenCalledWith('ETHUSDT');
  });

  it('[NX41] counts the rows of the chosen symbol', () => {
    const feed = new Feed();
    for (const [index, symbol] of ['ETHUSDT', 'BTCUSDT', 'ETHUSDT'].entries()) {
      feed.event({ id: index + 1, symbol });
    }
    render(<MarketEvents connection={fakeConnection({ feed }).connection} />);
    expect(screen.getByText('3 rows')).toBeTruthy();
    fireEvent.change(screen.getByRole('combobox', { name: 'Symbol' }), {
      target: { value: 'ETHUSDT' },
    });
    expect(screen.getByText('2 rows')).toBeTruthy();
  });

  it('[NX-T28] the detail of an invented type lists all of its data', () => {
    const feed = new Feed();
    feed.event({ id: 1, type: 'GAMMA_FLIP', data: { size_usd: 2_000_000, deep: { a: 1 } } });
    render(<EventDetail event={feed.state.events[0]!} onClose={() => undefined} />);
    expect(screen.getByText('2,000,000 USD')).toBeTruthy();
    expect(screen.getByText('{"a":1}')).toBeTruthy();
  });

  it('[NX-T26] the detail says when confidence was not taken as it came', () => {
    const feed = new Feed();
    feed.event({ id: 1, confidence: 92 });
    render(<EventDetail event={feed.state.events[0]!} onClose={() => undefined} />);
    expect(screen.getByText('sent as per cent, read as a fraction')).toBeTruthy();
  });

  it('[NX-T31] markup in a payload is text: no element and no link is made of it', () => {
    const feed = new Feed();
    const text = '<img src=x onerror=alert(1)> https://evil.example';
    feed.event({ id: 1, type: text, symbol: text, data: { note: text, [text]: text } });
    const { container } = render(
      <EventDetail event={feed.state.events[0]!} onClose={() => undefined} />,
    );
    expect(container.querySelectorAll('img, a, script')).toHaveLength(0);
    expect(container.textContent).toContain('<img src=x onerror=alert(1)>');
  });
});
