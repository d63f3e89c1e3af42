import { watchChips } from './fixtures/chip-log';
import { ConnectionForm } from './fixtures/connection-form';
import { LABELS, WIRES, type Dashboard } from './fixtures/dashboard';
import { keptBy } from './fixtures/kept';
import type { Mock } from './fixtures/mock';
import { freePort } from './fixtures/server';
import { expect, test } from './fixtures/test';

// Long stories; a busy machine may take its time.
test.describe.configure({ timeout: 120_000 });

const STORED = 'vigil.connections';
const SECOND = 'Second bars';

test.describe('several connections of one protocol', () => {
  test('are added, live and apart, renamed, switched off and removed, and others never notice', async ({
    page,
    dashboard,
    mock,
  }) => {
    await dashboard.open();
    const before = await watchChips(page);
    const dialog = await dashboard.connections();
    const form = new ConnectionForm(dialog);
    await form.add('QUIMERIA-HYPERION');
    await form.reach('demo');
    await form.enter({ Name: SECOND });
    await form.save();
    await page.keyboard.press('Escape');
    await dashboard.isLive(SECOND);
    await expect(dashboard.chips()).toHaveCount(5);
    await expect(
      page.getByRole('combobox', { name: 'Connection of the bars' }).locator('option'),
    ).toContainText([LABELS.hyperoru, LABELS.quimeria, SECOND]);
    await expectApart(dashboard, mock);
    expect((await before()).filter(({ connectionId }) => connectionId.startsWith('demo-'))).toEqual(
      [],
    );

    await page.reload();
    await dashboard.allLive();
    await dashboard.isLive(SECOND);

    const untouched = await watchChips(page);
    await dashboard.connections();
    await dialog.getByRole('button', { name: `Edit ${SECOND}` }).click();
    await form.enter({ Name: 'Other bars' });
    await form.save();
    await dialog.getByRole('switch', { name: 'Connect Other bars' }).click();
    await expect(dialog.getByRole('switch', { name: 'Connect Other bars' })).not.toBeChecked();
    await page.keyboard.press('Escape');
    await expect(dashboard.chips()).toHaveCount(4);
    await expect.poll(async () => (await mock.wire('quimeria')).sockets).toBe(1);

    await dashboard.connections();
    await dialog.getByRole('button', { name: 'Remove Other bars' }).click();
    const question = page.getByRole('alertdialog', { name: 'Remove “Other bars”?' });
    await question.getByRole('button', { name: 'Remove' }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(4);
    await page.keyboard.press('Escape');

    const log = await untouched();
    expect(log.filter(({ connectionId }) => connectionId.startsWith('demo-'))).toEqual([]);
    await page.reload();
    await dashboard.allLive();
    await expect(dashboard.chips()).toHaveCount(4);
  });
});

test.describe('a stored setting that is broken', () => {
  test('is left out with a notice that names the field, and the rest works; where nothing can be read, the defaults do', async ({
    page,
    dashboard,
  }) => {
    await dashboard.open();
    // Nothing is stored before somebody has changed something.
    const own = (await dashboard.connections()).getByRole('switch', {
      name: `Connect ${LABELS.halyrd}`,
    });
    await own.click();
    await own.click();
    await page.evaluate((key) => {
      const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as {
        connections: { socketUrl: string }[];
      };
      stored.connections[1]!.socketUrl = 'nowhere';
      localStorage.setItem(key, JSON.stringify(stored));
    }, STORED);
    await page.reload();
    const notice = page.getByRole('alert');
    await expect(notice).toContainText(
      'Stored connection 2 was left out: socketUrl must be an address that starts with ws:// or wss://',
    );
    for (const wire of WIRES.filter((wire) => wire !== 'hyperoru')) {
      await dashboard.isLive(LABELS[wire]);
    }
    await expect(dashboard.chips()).toHaveCount(3);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await expect(notice).toHaveCount(0);

    await page.evaluate((key) => localStorage.setItem(key, '{"version":1,'), STORED);
    await page.reload();
    await expect(notice).toContainText('could not be read and were set aside');
    await dashboard.allLive();
  });
});

test.describe('the connection test', () => {
  test('[F19][HA-T17][HA-T23][QU-T26] names the cause: nothing listens, another protocol answers, REST is out of reach, a field is wrong', async ({
    page,
    dashboard,
    baseURL,
    pageErrors,
  }) => {
    pageErrors.allowOutages();
    await dashboard.open();
    const form = new ConnectionForm(await dashboard.connections());
    await form.add('Halyrd');
    await form.reach('demo');
    await expect(await form.test()).toContainText('✓ Halyrd answers, socket and REST.');

    await form.direct(`http://127.0.0.1:${await freePort()}`);
    await expect(await form.test()).toContainText(
      /✕ Nothing answers at this address.*Is Halyrd running/,
    );

    await form.direct(`${baseURL}/mock/quimeria`);
    await expect(await form.test()).toContainText(
      /✕ Wrong protocol: QUIMERIA-HYPERION answers at this address, not Halyrd/,
    );

    // What a browser does with the answers of another origin that does not allow ours.
    await page.route(/\/mock\/halyrd\/agents/, (route) => route.abort('failed'));
    await form.direct(`${baseURL}/mock/halyrd`);
    await expect(await form.test()).toContainText(
      /The socket is live\. REST gave no readable answer \(network or CORS\).*the relay helps where CORS is in the way/,
    );
    await page.unroute(/\/mock\/halyrd\/agents/);

    await form.direct(`${baseURL}/mock/halyrd/elsewhere`);
    await expect(await form.test()).toContainText(
      /✕ Something answers at this address, but not Halyrd/,
    );

    await form.enter({ 'WebSocket address': 'http://127.0.0.1:8000', Name: '' });
    await form.save();
    await expect(form.within.getByRole('alert')).toContainText([
      'must not be empty',
      'must be an address that starts with ws:// or wss://',
    ]);
    await expect(form.within.getByLabel('WebSocket address')).toHaveAttribute(
      'aria-invalid',
      'true',
    );
  });
});

test.describe('a secret', () => {
  const SECRET = 'nxg_c0ffee-and-never-seen';

  test('[F22][NX-T1] that was typed is in no text, store, address, capture or export', async ({
    page,
    dashboard,
    mock,
    baseURL,
  }) => {
    const printed: string[] = [];
    page.on('console', (message) => printed.push(message.text()));
    const dialled: string[] = [];
    page.on('websocket', (socket) => dialled.push(socket.url()));
    await dashboard.open();
    const form = new ConnectionForm(await dashboard.connections());
    await form.add('NexusGlass');
    await form.direct(`${baseURL}/mock/nexusglass`);
    await form.enter({ Name: 'Keyed', 'API key': SECRET });
    await form.save();
    await form.within.getByRole('button', { name: 'Leave the demo' }).click();
    await page.keyboard.press('Escape');
    await dashboard.isLive('Keyed');
    expect(
      dialled.filter((url) => url.includes(SECRET)),
      'the wire does carry it',
    ).toHaveLength(1);
    // A reconnect asks REST for what was missed, with the key in a header.
    await mock.fault('nexusglass', 'kill');
    await expect.poll(() => dialled.filter((url) => url.includes(SECRET)).length).toBe(2);
    await dashboard.isLive('Keyed');

    const details = await dashboard.details('Keyed');
    await expect(details).toContainText('/mock/nexusglass (direct)');
    expect(await page.content()).not.toContain(SECRET);
    await page.keyboard.press('Escape');
    const frames = await dashboard.exported('conn:Keyed');
    expect(frames.some(({ source }) => source.channel === 'rest')).toBe(true);
    expect(JSON.stringify(frames)).not.toContain(SECRET);
    await dashboard.filterFrames(`"${SECRET}"`);
    await expect(page.getByText('No frame matches the filter.')).toBeVisible();
    await dashboard.filter().fill('');
    await dashboard.connections();
    expect(await page.content()).not.toContain(SECRET);
    expect(await keptBy(page)).not.toContain(SECRET);
    expect(page.url()).not.toContain(SECRET);
    expect(printed.join('\n')).not.toContain(SECRET);
  });
});

/** Each socket's frames are with its connection, all of them and no other's. */
async function expectApart(dashboard: Dashboard, mock: Mock): Promise<void> {
  const emittedTo = async () =>
    (await mock.ledger('quimeria')).filter(({ kind }) => kind === 'emitted');
  const socketsOf = (entries: Awaited<ReturnType<typeof emittedTo>>) => [
    ...new Set(entries.map(({ socket }) => socket)),
  ];
  await expect.poll(async () => socketsOf(await emittedTo())).toHaveLength(2);
  await mock.fault('quimeria', 'silence');
  const emitted = await emittedTo();
  const sockets = socketsOf(emitted);
  await expect(async () => {
    for (const [index, label] of [LABELS.quimeria, SECOND].entries()) {
      const sent = emitted.filter(({ socket }) => socket === sockets[index]);
      const shown = await dashboard.exported(`conn:"${label}" dir:in source:socket`);
      expect(shown.map(({ text }) => text)).toEqual(sent.map(({ text }) => text));
    }
  }).toPass({ timeout: 10_000 });
  await mock.clear('quimeria');
  await dashboard.leaveInspector();
}
