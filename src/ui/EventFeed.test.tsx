// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EventFeed, type EventFeedProps } from './EventFeed';
import { NO_FILTER } from './feed-filter';
import { entryOf } from './feed-fixture';

afterEach(cleanup);

const connections = new Map([['c1', { label: 'Kestrel', title: 'Halyrd' }]]);
const atMs = Date.parse('2025-06-22T14:05:00.000Z');
const entries = [
  entryOf({ key: 'old', atMs, title: 'Oldest', severity: 'info', kind: 'journal' }),
  entryOf({
    key: 'mid',
    atMs: atMs + 1000,
    title: 'Middle',
    detail: '<b>why</b>',
    refs: { orderRef: 'ord_1' },
  }),
  entryOf({ key: 'new', atMs: atMs + 2000, title: 'Newest', severity: 'critical', kind: 'event' }),
];

function Feed(props: Partial<EventFeedProps>) {
  const [filters, setFilters] = useState(NO_FILTER);
  return (
    <EventFeed
      entries={entries}
      version={1}
      connections={connections}
      filters={filters}
      onFiltersChange={setFilters}
      onOpenFrame={() => undefined}
      {...props}
    />
  );
}
const options = () => screen.queryAllByRole('option');
const titles = () =>
  options().map((row) => /Oldest|Middle|Newest|Later/.exec(row.textContent)?.[0]);
const focused = () => document.activeElement?.getAttribute('data-row');

describe('EventFeed', () => {
  it('[F8] shows the newest first, severity in words, with its place in the whole', () => {
    render(<Feed />);
    expect(titles()).toEqual(['Newest', 'Middle', 'Oldest']);
    expect(options()[0]?.textContent).toContain('Critical');
    expect(options()[0]?.textContent).toContain('◆');
    expect(options()[2]?.getAttribute('aria-posinset')).toBe('3');
    expect(options()[2]?.getAttribute('aria-setsize')).toBe('3');
  });

  it('[F23] moves through rows by keys and opens the frame by Enter', async () => {
    const onOpenFrame = vi.fn();
    render(<Feed onOpenFrame={onOpenFrame} />);
    options()[0]?.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(focused()).toBe('c1/old');
    await userEvent.keyboard('{ArrowUp}{Enter}');
    expect(focused()).toBe('c1/mid');
    expect(onOpenFrame).toHaveBeenCalledExactlyOnceWith(entries[1]);
    await userEvent.keyboard('{End}{Home}');
    expect(focused()).toBe('c1/new');
  });

  it('[F23] has one row in the tab order', async () => {
    render(<Feed />);
    expect(options().filter((row) => row.tabIndex === 0)).toHaveLength(1);
    options()[0]?.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(options().filter((row) => row.tabIndex === 0)).toEqual([document.activeElement]);
  });

  it('[F8] keeps still while a row has the focus, counts what is new, and returns to it', async () => {
    const { rerender } = render(<Feed />);
    options()[0]?.focus();
    await userEvent.keyboard('{ArrowDown}');
    const more = [...entries, entryOf({ key: 'later', atMs: atMs + 3000, title: 'Later' })];
    rerender(<Feed entries={more} version={2} />);
    expect(titles()).toEqual(['Newest', 'Middle', 'Oldest']);
    expect(focused()).toBe('c1/mid');
    await userEvent.click(screen.getByRole('button', { name: '1 new' }));
    expect(titles()).toEqual(['Later', 'Newest', 'Middle', 'Oldest']);
    expect(screen.queryByRole('button', { name: /new/ })).toBeNull();
  });

  it('[F8] keeps still under the pointer, so that a click hits the row it was aimed at', async () => {
    const { rerender } = render(<Feed />);
    const list = screen.getByRole('listbox');
    await userEvent.hover(list);
    const more = [...entries, entryOf({ key: 'later', atMs: atMs + 3000, title: 'Later' })];
    rerender(<Feed entries={more} version={2} />);
    expect(titles()).toEqual(['Newest', 'Middle', 'Oldest']);
    await userEvent.unhover(list);
    expect(titles()).toEqual(['Later', 'Newest', 'Middle', 'Oldest']);
  });

  it('[F8] a press on a row chooses it although others came before its release, be the list at its newest', () => {
    vi.useFakeTimers();
    const onSelect = vi.fn();
    const { rerender } = render(<Feed onSelect={onSelect} />);
    const row = options()[1]!;
    fireEvent.pointerDown(row, { button: 0, pointerType: 'mouse' });
    fireEvent.mouseDown(row, { detail: 1 });
    const more = [...entries, entryOf({ key: 'later', atMs: atMs + 3000, title: 'Later' })];
    rerender(<Feed onSelect={onSelect} entries={more} version={2} />);
    expect(titles()).toEqual(['Newest', 'Middle', 'Oldest']);
    expect(screen.queryByRole('button', { name: '1 new' })).toBeNull();
    fireEvent.pointerUp(options()[0]!);
    fireEvent.mouseUp(options()[0]!, { detail: 1 });
    fireEvent.click(screen.getByRole('listbox'), { detail: 1 });
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(entries[1]);
    act(() => void vi.runAllTimers());
    expect(screen.getByRole('button', { name: '1 new' })).toBeDefined();
    vi.useRealTimers();
  });

  it('[F8] a double click opens the frame and chooses once', async () => {
    const [onSelect, onOpenFrame] = [vi.fn(), vi.fn()];
    render(<Feed onSelect={onSelect} onOpenFrame={onOpenFrame} />);
    await userEvent.dblClick(options()[1]!);
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(entries[1]);
    expect(onOpenFrame).toHaveBeenCalledExactlyOnceWith(entries[1]);
  });

  it('[F8] keeps what must be acknowledged in its place while a button of it is pressed', async () => {
    vi.useFakeTimers();
    const pinnedNow = () =>
      screen.getAllByRole('button', { name: /^Acknowledge (Newest|Middle)/ }).length;
    const { rerender } = render(<Feed pinned={[entries[2]!]} onAcknowledge={vi.fn()} />);
    const button = screen.getByRole('button', { name: 'Acknowledge Newest' });
    fireEvent.pointerDown(button, { button: 0, pointerType: 'mouse' });
    rerender(<Feed pinned={[entries[2]!, entries[1]!]} onAcknowledge={vi.fn()} />);
    expect(pinnedNow()).toBe(1);
    fireEvent.pointerUp(button);
    act(() => void vi.runAllTimers());
    expect(pinnedNow()).toBe(2);
    vi.useRealTimers();
  });

  it('[F8] returns to the newest by Escape', async () => {
    const { rerender } = render(<Feed />);
    options()[0]?.focus();
    await userEvent.keyboard('{ArrowDown}');
    rerender(
      <Feed entries={[...entries, entryOf({ key: 'later', title: 'Later' })]} version={2} />,
    );
    await userEvent.keyboard('{Escape}');
    expect(titles()[0]).toBe('Later');
  });

  it('[F8] is filtered by severity and text, and clears', async () => {
    render(<Feed />);
    await userEvent.click(screen.getByRole('button', { name: 'Priority' }));
    await userEvent.click(await screen.findByRole('menuitemcheckbox', { name: /Critical/ }));
    await userEvent.keyboard('{Escape}');
    expect(titles()).toEqual(['Newest']);
    expect(screen.getByRole('status').textContent).toBe('1 of 3');
    await userEvent.type(screen.getByRole('searchbox', { name: 'Text of events' }), 'nothing');
    expect(options()).toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(options()).toHaveLength(3);
  });

  it('[F11] shows all that is known of a chosen row, server text as text', async () => {
    const onSelect = vi.fn();
    render(<Feed onSelect={onSelect} />);
    await userEvent.click(options()[1]!);
    const detail = within(screen.getByRole('region', { name: 'Chosen event' }));
    expect(detail.getByText('<b>why</b>')).toBeDefined();
    expect(detail.getByText('ord_1')).toBeDefined();
    expect(options()[1]?.getAttribute('aria-selected')).toBe('true');
    expect(onSelect).toHaveBeenCalledWith(entries[1]);
    await userEvent.click(detail.getByRole('button', { name: 'Close' }));
    expect(onSelect).toHaveBeenLastCalledWith(null);
  });

  it('[F8] says the reason of an alarm once, pinned or opened', () => {
    const alarm = entryOf({ title: 'Refused: above the cap (Daily cap)', detail: 'above the cap' });
    render(<Feed entries={[alarm]} pinned={[alarm]} />);
    fireEvent.click(options()[0]!);
    for (const name of ['Not acknowledged', 'Chosen event']) {
      const text = screen.getByRole('region', { name }).textContent;
      expect(text.split('above the cap')).toHaveLength(2);
    }
  });

  it('[F8] keeps pinned entries above the list until they are acknowledged', async () => {
    const onAcknowledge = vi.fn();
    render(<Feed pinned={[entries[2]!]} onAcknowledge={onAcknowledge} />);
    const pinned = within(screen.getByRole('region', { name: 'Not acknowledged' }));
    await userEvent.click(pinned.getByRole('button', { name: 'Acknowledge Newest' }));
    expect(onAcknowledge).toHaveBeenCalledExactlyOnceWith([entries[2]]);
  });

  it('[F8] draws the newest of many that are not acknowledged, says how many there are, and acknowledges all', async () => {
    const onAcknowledge = vi.fn();
    const many = Array.from({ length: 60 }, (_, place) => entryOf({ key: `p${place}` }));
    render(<Feed pinned={many} onAcknowledge={onAcknowledge} />);
    const pinned = screen.getByLabelText('Not acknowledged');
    expect(pinned.querySelector('h3')?.textContent).toContain('60 not acknowledged');
    expect(screen.getByText('the newest 20 are shown')).toBeDefined();
    expect(pinned.querySelectorAll('li')).toHaveLength(20);
    await userEvent.click(screen.getByText('Acknowledge all'));
    expect(onAcknowledge).toHaveBeenCalledExactlyOnceWith(many);
  });

  it('[F2] marks what was missed and loaded afterwards, and not what was loaded at the first visit', () => {
    render(
      <Feed
        entries={[
          entryOf({ key: 'history', origin: 'backfill' }),
          entryOf({ key: 'missed', origin: 'backfill', wasMissed: true }),
        ]}
      />,
    );
    expect(screen.getAllByText('recovered')).toHaveLength(1);
  });

  it('[F8][NX-T6] tells a missed alarm by its shape and rank, and that it was missed', () => {
    render(<Feed entries={[entryOf({ severity: 'notice', rank: 'critical', wasMissed: true })]} />);
    const row = screen.getByRole('option');
    expect(row.textContent).toContain('◆Critical');
    expect(row.textContent).toContain('missed');
    expect(row.textContent).not.toContain('Notice');
  });

  it('[F8] shows our own receive delay', () => {
    render(<Feed entries={[entryOf({ atMs, receivedAtMs: atMs + 1234 })]} />);
    expect(screen.getByTitle('Received after it happened, by our clock').textContent).toBe(
      '+1.2 s',
    );
  });

  it('[F6] lights the rows of a time', () => {
    render(<Feed highlight={{ fromMs: atMs + 1000, toMs: atMs + 2000 }} />);
    expect(options().map((row) => row.className.includes('bg-selected'))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('[F8] says what would fill it', () => {
    render(<Feed entries={[]} />);
    expect(screen.getByText('Nothing has happened yet.')).toBeDefined();
  });
});
