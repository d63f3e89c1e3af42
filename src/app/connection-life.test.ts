// @vitest-environment jsdom
import { render } from '@testing-library/react';
import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import type { LiveConnection } from './connection';
import { ConnectionHost } from './ConnectionHost';
import { newSetting } from './first-visit';
import { toy, toyDesk } from './testing/toy-desk';

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

describe('a connection that is renamed', () => {
  it('[F1] goes on as it is: socket, rows, frames and gaps', () => {
    const { desk, find, run, sockets, door, recorder, timeline, gaps } = toyDesk();
    run('a');
    sockets.last().say('1');
    sockets.last().shut(1006);
    const before = find('a')!;
    desk.put({ ...newSetting(toy, 'a', 'direct'), label: 'Other' });
    const after = find('a')!;
    expect(after.label).toBe('Other');
    expect(after.view.label).toBe('Other');
    expect([after.made, after.store, after.status]).toEqual([
      before.made,
      before.store,
      before.status,
    ]);
    expect(sockets.all).toHaveLength(2);
    sockets.last().open();
    sockets.last().say('2');
    door.flush();
    expect(after.status.getState().state.status).toBe('live');
    expect(recorder.frames()).toHaveLength(2);
    expect(gaps.store.getState().gaps).toMatchObject([{ connectionId: 'a', recovered: null }]);
    expect(timeline.store.getState().entries.map(({ kind }) => kind)).toEqual([
      'event',
      'gap',
      'event',
    ]);
  });

  it('[F1] ends no session by it', () => {
    const { desk, find } = toyDesk();
    const used: LiveConnection[] = [];
    const spied = (connection: LiveConnection): LiveConnection => ({
      ...connection,
      feature: { ...toy, useSocket: (given) => void used.push(given as LiveConnection) },
    });
    const first = spied(find('a')!);
    const { rerender } = render(createElement(ConnectionHost, { connection: first }));
    desk.put({ ...newSetting(toy, 'a', 'direct'), label: 'Other' });
    rerender(createElement(ConnectionHost, { connection: spied(find('a')!) }));
    expect(new Set(used)).toEqual(new Set([first]));
  });
});

describe('a connection that is switched off', () => {
  const off = { ...newSetting(toy, 'a', 'direct'), enabled: false };
  const on = { ...off, enabled: true };

  it('[F1] is out of sight with all that it told, and has it again when it is switched on', () => {
    const { desk, run, sockets, door, recorder, timeline, gaps } = toyDesk();
    run('a');
    sockets.last().say('1');
    sockets.last().shut(1006);
    const seen = () => timeline.store.getState().entries.length + gaps.store.getState().gaps.length;
    desk.put(off);
    expect(seen()).toBe(0);
    expect(recorder.frames(['a'])).toHaveLength(1);
    desk.put(on);
    // The row, the gap and the gap's row.
    expect(seen()).toBe(3);
    expect(gaps.store.getState().gaps[0]?.toMs).not.toBeNull();
    run('a');
    sockets.last().say('2');
    door.flush();
    expect(seen()).toBe(4);
    expect(recorder.frames(['a'])).toHaveLength(2);
  });

  it('[F1] comes back without what it told where it was pointed elsewhere meanwhile', () => {
    const { desk, run, sockets, recorder, timeline } = toyDesk();
    run('a');
    sockets.last().say('1');
    desk.put(off);
    desk.put({ ...on, socketUrl: 'wss://elsewhere.test' });
    expect(timeline.store.getState().entries).toEqual([]);
    expect(recorder.frames(['a'])).toEqual([]);
  });

  it.each([
    ['another key', on, { token: 'another' }],
    ['another option', { ...on, options: { name: 'another' } }, {}],
    ['a relay', { ...on, via: 'relay', relay: 'toy' } as const, {}],
  ])('[F1] is another source with %s, of which nothing was told', (_, setting, typed) => {
    const { desk, find, run, sockets, timeline } = toyDesk();
    const before = find('a')!;
    run('a');
    sockets.last().say('1');
    desk.put(setting, typed);
    expect(timeline.store.getState().entries).toEqual([]);
    expect(find('a')!.made).not.toBe(before.made);
  });
});

describe('leaving the demo', () => {
  it('[F13] forgets all that was invented, and brings back what real wires had told', () => {
    const { desk, run, sockets, door, recorder, timeline } = toyDesk();
    const told = () => timeline.store.getState().entries.map(({ connectionId }) => connectionId);
    run('a');
    sockets.last().say('1');
    desk.put(newSetting(toy, 'demo-toy', 'demo'));
    expect(told()).toEqual([]);
    run('demo-toy');
    sockets.last().say('1');
    door.flush();
    expect(told()).toEqual(['demo-toy']);
    desk.leaveDemo();
    expect(told()).toEqual(['a']);
    expect(recorder.frames(['demo-toy'])).toEqual([]);
    desk.put(newSetting(toy, 'demo-toy', 'demo'));
    expect(told()).toEqual([]);
  });
});
