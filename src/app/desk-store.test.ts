import { describe, expect, it } from 'vitest';
import { newSetting } from './first-visit';
import { heldByDemo } from './mode';
import { optionFields } from './options-fields';
import { toy as feature, toyDesk as setUp } from './testing/toy-desk';

describe('a connection that changes itself', () => {
  it('[F1] begins anew with the options changed, secrets in memory only, the others untouched', () => {
    const { desk, stored, find } = setUp();
    const b = find('b');
    find('a')?.configure?.({ name: 'other', token: 'hush-hush' });
    expect(find('a')?.target.options).toMatchObject({ name: 'other', token: 'hush-hush' });
    expect(stored.join('')).toContain('other');
    expect(stored.join('')).not.toContain('hush-hush');
    expect(desk.secretsOf('a')).toEqual({ token: 'hush-hush' });
    expect(find('b')).toBe(b);
  });

  it('[F1] can have another beside it, with its secrets and a store of its own', () => {
    const { desk, find } = setUp();
    find('a')?.configure?.({ token: 'hush-hush' });
    const a = find('a');
    a?.addBeside?.('Its sister, with a name that is much longer than forty', { name: 'sister' });
    const sister = find('toy-1');
    expect(sister?.target.options).toMatchObject({ name: 'sister', token: 'hush-hush' });
    expect(sister?.label).toHaveLength(40);
    expect(sister?.store).not.toBe(a?.store);
    expect(find('a')).toBe(a);
    expect(desk.store.getState().settings).toHaveLength(3);
  });

  it('[F19] is not offered by a connection that is only tried', () => {
    const { desk } = setUp();
    const tried = desk.scratch(newSetting(feature, 't', 'direct'), {});
    expect('connection' in tried && tried.connection.configure).toBeUndefined();
  });
});

describe('a connection that is only tried', () => {
  it('[F19] dials by itself, whatever refusal is remembered for all tabs, and makes none', () => {
    const { desk, sockets, supervised } = setUp();
    const tried = desk.scratch(newSetting(feature, 'a', 'direct'), {});
    if (!('connection' in tried)) throw new Error(tried.problem);
    const stop = tried.connection.run({ url: () => 'ws://test', readyWhen: 'open' });
    expect(sockets.all).toHaveLength(1);
    expect(supervised).toEqual([]);
    sockets.last().shut(4401, 'bad key');
    expect(tried.connection.status.getState().state.status).toBe('refused');
    stop();
    expect(supervised).toEqual([]);
  });

  it('[F19] sets no server’s clock for the connection that is alive', () => {
    const { desk, clocks, door, sockets } = setUp();
    const live = desk.store.getState().connections[0]!;
    const tried = desk.scratch(newSetting(feature, 'a', 'direct'), {});
    if (!('connection' in tried)) throw new Error(tried.problem);
    for (const [connection, heard] of [
      [tried.connection, 0],
      [live, 1],
    ] as const) {
      connection.run({ url: () => 'ws://test', readyWhen: 'open' });
      sockets.last().open();
      sockets.last().say('{}');
      door.flush();
      expect(clocks.heard).toHaveBeenCalledTimes(heard);
    }
  });
});

describe('a demo connection among real ones', () => {
  it('[F13] holds the real ones until the demo is left, and then dials them', () => {
    const { desk, find } = setUp();
    desk.put(newSetting(feature, 'demo-toy', 'demo'));
    expect(desk.store.getState().connections.map(({ id }) => id)).toEqual(['demo-toy']);
    expect(heldByDemo(desk.store.getState().settings).map(({ id }) => id)).toEqual(['a', 'b']);

    desk.leaveDemo();
    expect(find('demo-toy')).toBeUndefined();
    expect(desk.store.getState().connections.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(heldByDemo(desk.store.getState().settings)).toEqual([]);
  });

  it('[F13] leaves a relay undialled as well, for a real backend is behind it', () => {
    const { desk, find } = setUp();
    desk.put(newSetting(feature, 'a', 'relay'));
    desk.put(newSetting(feature, 'demo-toy', 'demo'));
    expect(find('a')).toBeUndefined();
  });
});

describe('the desk', () => {
  it('[F1] changes one connection and leaves the others as they are', () => {
    const { desk, find } = setUp();
    const [a, b] = [find('a'), find('b')];
    desk.put({ ...newSetting(feature, 'a', 'direct'), label: 'Other' });
    expect(find('a')).not.toBe(a);
    expect(find('a')?.label).toBe('Other');
    expect(find('b')).toBe(b);
  });

  it('keeps a disabled connection in the list and ends it', () => {
    const { desk, find } = setUp();
    desk.put({ ...newSetting(feature, 'a', 'direct'), enabled: false });
    expect(find('a')).toBeUndefined();
    expect(desk.store.getState().settings).toHaveLength(2);
  });

  it('[F22] [NX-T1] never stores a secret, wherever it was typed', () => {
    const { desk, stored, find } = setUp();
    const setting = newSetting(feature, 'a', 'direct');
    desk.put({ ...setting, options: { token: 'nxg_secret' } }, { token: 'nxg_secret' });
    expect(find('a')?.target.options).toMatchObject({ token: 'nxg_secret' });
    expect(stored.join()).not.toContain('nxg_secret');
    expect(JSON.stringify(desk.store.getState().settings)).not.toContain('nxg_secret');
  });

  it('[NX-T1] gives no secret to a relay, which adds its own', () => {
    const { desk, find } = setUp();
    desk.put(newSetting(feature, 'a', 'relay'), { token: 'nxg_secret' });
    expect(find('a')?.target).toMatchObject({
      socketUrl: 'wss://vigil.test/relay/toy',
      restUrl: 'https://vigil.test/relay/toy',
      options: { token: '' },
    });
  });

  it('names the field of an option that is wrong and leaves the rest running', () => {
    const { desk, find } = setUp();
    desk.put({ ...newSetting(feature, 'a', 'direct'), options: { name: 'x' } });
    expect(find('a')).toBeUndefined();
    expect(find('b')).toBeDefined();
    expect(desk.store.getState().notices).toEqual([
      '“Toy” cannot connect: name at least 2 characters.',
    ]);
  });

  it('says so when a stored connection needs a protocol that is not there', () => {
    const { desk } = setUp();
    desk.put({ ...newSetting(feature, 'c', 'direct'), featureId: 'gone' });
    expect(desk.store.getState().notices[0]).toContain('does not know: gone');
  });

  it('forgets a removed connection', () => {
    const { desk, find } = setUp();
    desk.remove('a');
    expect(find('a')).toBeUndefined();
    expect(desk.store.getState().settings.map(({ id }) => id)).toEqual(['b']);
  });
});

describe('the fields of a feature’s options', () => {
  it('are read from its schema, secrets marked', () => {
    expect(optionFields(feature.options)).toEqual([
      { name: 'name', title: 'Name', description: '', secret: false, input: { kind: 'text' } },
      { name: 'token', title: 'Token', description: '', secret: true, input: { kind: 'text' } },
      {
        name: 'speed',
        title: 'speed',
        description: '',
        secret: false,
        input: { kind: 'choice', choices: ['slow', 'fast'] },
      },
      { name: 'loud', title: 'loud', description: '', secret: false, input: { kind: 'switch' } },
    ]);
  });
});
