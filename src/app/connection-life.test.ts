import { describe, expect, it } from 'vitest';
import { toyDesk } from './testing/toy-desk';

describe('a removed connection', () => {
  it('[F1] writes nothing more, whatever it still has waiting at the door', () => {
    const { desk, find, run, sockets, door, recorder, timeline, gaps } = toyDesk();
    const a = find('a')!;
    run('a');
    const socket = sockets.last();
    socket.say('1');
    socket.say('2');
    expect(door.backlog()).toBe(1);
    desk.remove('a');
    door.flush();
    socket.say('3');
    door.flush();
    a.judgeGap?.({ unrecoverable: 1 });
    expect(timeline.store.getState().entries).toEqual([]);
    expect(recorder.frames()).toEqual([]);
    expect(gaps.store.getState().gaps).toEqual([]);
    expect(socket.closedByUs).toBe(true);
  });

  it('[F1] leaves no row behind of a gap that was open', () => {
    const { desk, run, sockets, timeline, gaps } = toyDesk();
    run('a');
    sockets.last().shut(1006);
    expect(gaps.store.getState().gaps).toHaveLength(1);
    desk.remove('a');
    expect(gaps.store.getState().gaps).toEqual([]);
    expect(timeline.store.getState().entries).toEqual([]);
  });

  it('[F1] hears an answer that is late, notes it nowhere, and asks nothing more', async () => {
    const { desk, find, run, fetch, recorder } = toyDesk();
    const a = find('a')!;
    run('a');
    let answer: (response: Response) => void = () => undefined;
    fetch.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const order = a.rest.call({ resource: 'order', path: '/order', method: 'POST', body: {} });
    desk.remove('a');
    answer(new Response('{"done":true}'));
    expect(await order).toMatchObject({ kind: 'ok', status: 200 });
    expect(recorder.frames()).toEqual([]);

    const later = { resource: 'order', path: '/order' } as const;
    expect(await a.rest.call(later)).toMatchObject({ kind: 'unreachable' });
    expect(await a.rest.call({ ...later, method: 'POST' })).toMatchObject({ kind: 'withheld' });
    expect(a.send('x').sent).toBe(false);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('[F1] dials no more, even where it is only now to be run', () => {
    const { desk, find, sockets } = toyDesk();
    const a = find('a')!;
    desk.remove('a');
    a.run({ url: () => 'ws://test', readyWhen: 'open' });
    expect(sockets.all).toEqual([]);
  });
});
