// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useHeld, useRowPress } from './use-press';

const onUse = vi.fn<(key: string, times: number) => void>();

function Rows({ keys }: { readonly keys: readonly string[] }) {
  const { value, onPointerDown } = useHeld(keys);
  const press = useRowPress(onUse);
  return (
    <div data-testid="rows" onPointerDown={onPointerDown} {...press}>
      {value.map((key) => (
        <div key={key} data-row={key}>
          {key} <button type="button">act on {key}</button>
        </div>
      ))}
    </div>
  );
}

const around = () => screen.getByTestId('rows');
const row = (key: string) => document.querySelector(`[data-row=${key}]`)!;
const drawn = () =>
  [...document.querySelectorAll('[data-row]')].map((each) => each.getAttribute('data-row'));
/** What a browser fires when something else lies under the pointer at the release: the click misses both. */
function releaseOn(target: Element, at = { clientX: 0, clientY: 0 }): void {
  fireEvent.pointerUp(target);
  fireEvent.mouseUp(target, { detail: 1, ...at });
  fireEvent.click(around(), { detail: 1, ...at });
}
function press(target: Element): void {
  fireEvent.pointerDown(target, { button: 0, pointerType: 'mouse' });
  fireEvent.mouseDown(target, { detail: 1 });
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  onUse.mockClear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('useRowPress', () => {
  it('[F8] a press counts although another row lies under the pointer at its release', () => {
    render(<Rows keys={['a', 'b']} />);
    press(row('a'));
    releaseOn(row('b'));
    expect(onUse).toHaveBeenCalledExactlyOnceWith('a', 1);
  });

  it('[F8] a press counts although its row is gone and no click is fired at all', () => {
    const { rerender } = render(<Rows keys={['a', 'b']} />);
    fireEvent.mouseDown(row('a'), { detail: 1 });
    rerender(<Rows keys={['b']} />);
    fireEvent.mouseUp(row('b'), { detail: 1 });
    expect(onUse).toHaveBeenCalledExactlyOnceWith('a', 1);
  });

  it('[F8] a click counts once, and a double click once more', async () => {
    render(<Rows keys={['a']} />);
    await userEvent.click(row('a'));
    expect(onUse.mock.calls).toEqual([['a', 1]]);
    await userEvent.dblClick(row('a'));
    expect(onUse.mock.calls).toEqual([
      ['a', 1],
      ['a', 1],
      ['a', 2],
    ]);
  });

  it('[F8] two quick clicks on one place with another row in it are two clicks', () => {
    render(<Rows keys={['a', 'b']} />);
    press(row('a'));
    releaseOn(row('a'));
    fireEvent.mouseDown(row('b'), { detail: 2 });
    fireEvent.mouseUp(row('b'), { detail: 2 });
    expect(onUse.mock.calls).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('[F23] a click that no press went before counts, be it after one of a mouse', async () => {
    render(<Rows keys={['a', 'b']} />);
    await userEvent.click(row('a'));
    fireEvent.click(row('b'));
    expect(onUse).toHaveBeenLastCalledWith('b', 1);
    expect(onUse).toHaveBeenCalledTimes(2);
  });

  it('[F8] a drag to another row, another button and a control inside a row are no use of it', async () => {
    render(<Rows keys={['a', 'b']} />);
    press(row('a'));
    releaseOn(row('b'), { clientX: 0, clientY: 27 });
    fireEvent.mouseDown(row('a'), { button: 2 });
    fireEvent.mouseUp(row('a'), { button: 2 });
    await userEvent.click(screen.getByRole('button', { name: 'act on b' }));
    expect(onUse).not.toHaveBeenCalled();
  });

  it('[F8] a shaky hand clicks, a selection of text does not', () => {
    render(<Rows keys={['a']} />);
    const at = { clientX: 30, clientY: 5 };
    press(row('a'));
    fireEvent.mouseUp(row('a'), at);
    expect(onUse).toHaveBeenCalledOnce();
    press(row('a'));
    getSelection()?.selectAllChildren(row('a'));
    fireEvent.mouseUp(row('a'), at);
    fireEvent.click(row('a'), { detail: 1, ...at });
    expect(onUse).toHaveBeenCalledOnce();
    getSelection()?.removeAllRanges();
  });
});

describe('useHeld', () => {
  it('[F8] stands still from the press until its click has been', () => {
    const { rerender } = render(<Rows keys={['a', 'b']} />);
    press(row('a'));
    rerender(<Rows keys={['c', 'a', 'b']} />);
    expect(drawn()).toEqual(['a', 'b']);
    releaseOn(row('a'));
    expect(drawn()).toEqual(['a', 'b']);
    act(() => void vi.advanceTimersByTime(1));
    expect(drawn()).toEqual(['c', 'a', 'b']);
  });

  it('[F8] waits for the click of a tap, which comes after the finger has left', () => {
    const { rerender } = render(<Rows keys={['a']} />);
    fireEvent.pointerDown(row('a'), { button: 0, pointerType: 'touch' });
    fireEvent.pointerUp(row('a'));
    rerender(<Rows keys={['b', 'a']} />);
    act(() => void vi.advanceTimersByTime(300));
    expect(drawn()).toEqual(['a']);
    act(() => void vi.advanceTimersByTime(100));
    expect(drawn()).toEqual(['b', 'a']);
  });

  it('[F8] a press whose end is never told does not hold it for ever', () => {
    const { rerender } = render(<Rows keys={['a']} />);
    press(row('a'));
    fireEvent.blur(window);
    rerender(<Rows keys={['b', 'a']} />);
    act(() => void vi.advanceTimersByTime(1));
    expect(drawn()).toEqual(['b', 'a']);
  });
});
