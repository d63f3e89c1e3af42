// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { TextList, type TextListProps } from './TextList';

afterEach(cleanup);

interface Item {
  readonly id: string;
  readonly text: string;
}
const items: readonly Item[] = [
  { id: '1', text: 'bought BTC' },
  { id: '2', text: 'vetoed ETH' },
  { id: '3', text: 'sold BTC' },
];

function show(props: Partial<TextListProps<Item>> = {}) {
  return render(
    <TextList
      items={items}
      rowKey={(item) => item.id}
      text={(item) => item.text}
      render={(item) => item.text}
      empty={{ title: 'Nothing yet.', hint: 'Agent sends entries.' }}
      label="Journal"
      {...props}
    />,
  );
}
const shown = () => screen.getAllByRole('listitem').map((row) => row.textContent);

describe('TextList', () => {
  it('saves what passes its filters, newest first', async () => {
    const user = userEvent.setup();
    const saved: string[][] = [];
    const filters = [{ id: 'v', label: 'Vetoes', match: ({ text }: Item) => /veto/.test(text) }];
    show({ filters, onExport: (rows) => saved.push(rows.map(({ id }) => id)) });
    await user.click(screen.getByRole('button', { name: 'Export CSV' }));
    await user.click(screen.getByRole('button', { name: 'Vetoes' }));
    await user.click(screen.getByRole('button', { name: 'Export CSV' }));
    expect(saved).toEqual([['3', '2', '1'], ['2']]);
  });

  it('[F11] draws the newest first, whichever way the items come', () => {
    show();
    expect(shown()).toEqual(['sold BTC', 'vetoed ETH', 'bought BTC']);
    cleanup();
    show({ order: 'newest-first' });
    expect(shown()).toEqual(['bought BTC', 'vetoed ETH', 'sold BTC']);
  });

  it('[F11] keeps still under the pointer, but for what its rows say by now', async () => {
    const { rerender } = show();
    const list = (now: readonly Item[]) => (
      <TextList
        items={now}
        rowKey={(item) => item.id}
        text={(item) => item.text}
        render={(item) => item.text}
        empty={{ title: 'Nothing yet.' }}
        label="Journal"
      />
    );
    await userEvent.hover(screen.getByText('sold BTC'));
    const changed = { id: '3', text: 'sold BTC, filled' };
    rerender(list([...items.slice(0, 2), changed, { id: '4', text: 'bought ETH' }]));
    expect(shown()).toEqual(['sold BTC, filled', 'vetoed ETH', 'bought BTC']);
    await userEvent.unhover(screen.getByText('sold BTC, filled'));
    expect(shown()?.[0]).toBe('bought ETH');
  });

  it('[F11] finds words', async () => {
    show();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Find in Journal' }), 'BTC SOLD');
    expect(shown()).toEqual(['sold BTC']);
    expect(screen.getByRole('status').textContent).toBe('1 of 3');
  });

  it('[F11] shows what any chosen chip lets through', async () => {
    show({
      filters: [
        { id: 'buy', label: 'Buys', match: ({ text }) => text.startsWith('bought') },
        { id: 'veto', label: 'Vetoes', match: ({ text }) => text.startsWith('vetoed') },
      ],
    });
    const buys = screen.getByRole('button', { name: 'Buys' });
    await userEvent.click(buys);
    expect(buys.getAttribute('aria-pressed')).toBe('true');
    expect(shown()).toEqual(['bought BTC']);
    await userEvent.click(screen.getByRole('button', { name: 'Vetoes' }));
    expect(shown()).toEqual(['vetoed ETH', 'bought BTC']);
    await userEvent.click(buys);
    expect(shown()).toEqual(['vetoed ETH']);
  });

  it('[F11] says that nothing matches and clears the filters', async () => {
    show();
    await userEvent.type(screen.getByRole('searchbox'), 'xyz');
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(shown()).toHaveLength(3);
  });

  it('[F11] says what would fill it', () => {
    show({ items: [] });
    expect(screen.getByText('Agent sends entries.')).toBeDefined();
  });
});
