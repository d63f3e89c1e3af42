#!/usr/bin/env node
// `npm run soak [-- --minutes 60 --every 20 --speed 60 --seed 1]`: the production build against its mock for an hour, with a
// fault on one wire every 20 s. It ends with the world almost standing still and compares the screen with what the servers
// had: each event and each bar once, in order, every gap ended; and it looks whether the heap stayed flat. Prints a table;
// the exit code is 1 when anything differs. Needs a build (`npm run build`).
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium } from '../../.ci/chromium.mjs';
import { median, table } from './statistics.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    every: { type: 'string', default: '20' },
    speed: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
const minutes = Number(options.minutes);
const everyMs = Number(options.every) * 1_000;

const WIRES = {
  nexusglass: 'NexusGlass demo',
  halyrd: 'Halyrd demo',
  quimeria: 'QUIMERIA-HYPERION demo',
  hyperoru: 'Hyperoru demo',
};
/** Ends of a socket, and one bad message: they happen once. */
const MOMENTS = [
  ['kill', true],
  ['kill', 'reset'],
  ['close', { code: 1000, reason: '' }],
  ['close', { code: 1001, reason: '' }],
  ['close', { code: 1011, reason: '' }],
  ['close', { code: 1012, reason: '' }],
  ['raw', 'cut'],
  ['raw', 'bad UTF-8'],
  ['raw', 'garbage bytes'],
  ['raw', 'masked'],
  ['raw', 'giant'],
  ['inject', 'deep nesting'],
  ['inject', 'prototype'],
  ['inject', 'many keys'],
  ['inject', 'unknown type'],
];
/** On for half of the time between two faults. Those that refuse a socket come with a cut. */
const SPELLS = [
  ['refuse', 503],
  ['refuse', true],
  ['hang', true],
  ['badAccept', true],
  ['flap', 200],
  ['dup', true],
  ['reorder', true],
  ['garbage', 0.5],
  ['slow', 800],
  ['drip', 100],
  ['hold', 5],
  ['restFail', 500],
  ['restDelay', 3_000],
  ['restPage', 7],
  ['restOverlap', 20],
];
const NEEDS_CUT = new Set(['refuse', 'hang', 'badAccept', 'flap', 'restFail', 'restDelay', 'hold']);
/** A heap is judged from here on; before, the bounds of what is kept are still filling. */
const JUDGED_FROM_MINUTES = 20;
const MAY_GROW = 1.15;
const COMES_BACK_WITHIN_MS = 90_000;
const SETTLES_WITHIN_MS = 90_000;

async function main() {
  const server = await startServer();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...args, '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    for (const label of Object.values(WIRES)) await live(page, label, 20_000);
    const told = await run(page, server);
    const results = await compare(page, server);
    process.exitCode = report({ ...told, ...results, errors }) ? 0 : 1;
  } finally {
    await browser.close();
    server.stop();
  }
}

/** A fault every so often until the time is over; gives how many of which, and the heap over time. */
async function run(page, server) {
  const random = seeded(Number(options.seed));
  const session = await page.context().newCDPSession(page);
  const faults = new Map();
  const heap = [];
  const endMs = Date.now() + minutes * 60_000;
  const names = Object.keys(WIRES);
  for (let count = 0; Date.now() < endMs; count += 1) {
    const wire = names[count % names.length];
    const list = random() < 0.5 ? MOMENTS : SPELLS;
    const [fault, value] = list[Math.floor(random() * list.length)];
    faults.set(wire, (faults.get(wire) ?? 0) + 1);
    await server.control('fault', { wire, fault, value });
    if (NEEDS_CUT.has(fault)) await server.control('fault', { wire, fault: 'kill' });
    await wait(everyMs / 2);
    await server.control('clear', { wire });
    await server.collect();
    await wait(everyMs / 2);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    heap.push(usedSize / 1e6);
    const left = Math.max(0, Math.round((endMs - Date.now()) / 1000));
    console.log(`${wire} ${JSON.stringify([fault, value])}; ${usedSize >> 20} MB; ${left} s left`);
  }
  return { faults, heap };
}

/** Reads screen and servers anew until they agree, or the time is over. */
async function compare(page, server) {
  await server.control('clear', {});
  await server.control('speed', { speed: 1 });
  for (const label of Object.values(WIRES)) await live(page, label, COMES_BACK_WITHIN_MS);
  const deadlineMs = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const result = await look(page, server);
    if (result.differences.length === 0 || Date.now() > deadlineMs) return result;
    await wait(3_000);
  }
}

async function look(page, server) {
  await server.collect();
  const differences = [];
  const choice = page.getByRole('combobox', { name: 'Connection of the tables' });
  const option = choice.locator('option').filter({ hasText: 'Events' }).first();
  await choice.selectOption((await option.getAttribute('value')) ?? '');
  await page.getByRole('tab', { name: 'Market events Events', exact: true }).click();
  // A row's key is the run of the server and the event's id.
  const keys = await rowKeys(page.getByRole('region', { name: 'Market events, scrollable' }));
  const ids = keys.map((key) => Number(key.split(':')[1]));
  differences.push(...differ('event', server.events, ids));

  const chart = page.getByRole('region', { name: /^Candles of/ });
  const asTable = chart.getByRole('button', { name: 'Table', exact: true });
  if (await asTable.isVisible()) await asTable.click();
  const candles = await csvOf(page, chart);
  const times = candles.map(({ Time = '' }) => Date.parse(Time) / 1000);
  differences.push(...differ('bar', server.bars, times));

  await page.getByRole('tab', { name: /^Gaps/ }).click();
  const gaps = await csvOf(
    page,
    page.getByRole('region', { name: 'Gaps, all wires', exact: true }),
  );
  const outages = gaps.filter(({ Cause = '' }) => !/bars? missing|feed stopped/.test(Cause));
  for (const gap of outages) {
    if (gap['To'] === '' || gap['To'] === 'still open')
      differences.push(`open gap: ${gap['Cause']}`);
  }
  const lost = outages.filter((gap) => gap['Wire'] === WIRES.nexusglass && Number(gap['Lost']) > 0);
  if (lost.length > 0) differences.push(`${lost.length} gaps of NexusGlass with events lost`);
  return { differences, outages, shown: { events: ids.length, bars: times.length }, server };
}

/** In what a list that is shown newest first differs from what the server had. */
function differ(what, had, shown) {
  const seen = new Set(shown);
  const missing = [...had].filter((key) => !seen.has(key));
  const sorted = shown.toSorted((a, b) => b - a);
  return [
    ...(missing.length > 0
      ? [`${missing.length} ${what}s missing: ${missing.slice(0, 5).join()}`]
      : []),
    ...(seen.size < shown.length ? [`${shown.length - seen.size} ${what}s doubled`] : []),
    ...(sorted.some((key, place) => key !== shown[place]) ? [`${what}s out of order`] : []),
    ...(shown.length === 0 ? [`no ${what}s shown`] : []),
  ];
}

function report({ faults, heap, differences, outages, shown, server, errors }) {
  const sum = (rows, column) => rows.reduce((total, row) => total + Number(row[column] || 0), 0);
  const rows = Object.entries(WIRES).map(([wire, label]) => {
    const own = outages.filter((gap) => gap['Wire'] === label);
    const unknown = own.filter((gap) => (gap['Recovered'] || gap['Lost'] || '') === '').length;
    const figures = [faults.get(wire) ?? 0, own.length, sum(own, 'Recovered'), sum(own, 'Lost')];
    return [wire, ...figures, unknown].map(String);
  });
  console.log(`\n${table(['wire', 'faults', 'outages', 'recovered', 'lost', 'unknown'], rows)}`);
  console.log(
    `\nEvents: ${server.events.size} had, ${shown.events} shown. Bars: ${server.bars.size} told, ${shown.bars} shown.`,
  );
  const quarter = Math.max(1, Math.floor(heap.length / 4));
  const before = median(heap.slice(-2 * quarter, -quarter));
  const after = median(heap.slice(-quarter));
  const isJudged = minutes >= JUDGED_FROM_MINUTES;
  const grew = isJudged && after > before * MAY_GROW;
  const judged = isJudged
    ? ''
    : ` (not judged under ${JUDGED_FROM_MINUTES} minutes: bounds are still filling)`;
  console.log(`Heap: third quarter ${before.toFixed(1)} MB, last ${after.toFixed(1)} MB${judged}.`);
  for (const line of [...differences, ...errors.map((text) => `page error: ${text}`)])
    console.log(`! ${line}`);
  if (grew) console.log('! the heap grew');
  const isWell = differences.length === 0 && errors.length === 0 && !grew;
  console.log(isWell ? 'The screen is what the servers had.' : 'The soak failed.');
  return isWell;
}

async function live(page, label, timeout) {
  const chip = page.getByRole('button', { name: new RegExp(`^${label}: \\w+ Live`) });
  await chip.waitFor({ timeout });
}

/** Keys of all rows of a list of which only a part is in the document. Scrolls through it. */
function rowKeys(scroller) {
  return scroller.evaluate(async (element) => {
    const drawn = () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      });
    const keys = new Set();
    element.scrollTop = 0;
    for (;;) {
      await drawn();
      for (const row of element.querySelectorAll('[data-row]')) keys.add(row.dataset['row'] ?? '');
      if (element.scrollTop + element.clientHeight >= element.scrollHeight - 1) return [...keys];
      element.scrollTop += element.clientHeight / 2;
    }
  });
}

async function csvOf(page, region) {
  const button = region.getByRole('button', { name: 'Export CSV' });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return parseCsv(await readFile(await download.path(), 'utf8'));
}

/** Quoted fields, doubled quotes, line breaks within quotes. */
function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, bare, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    rows.at(-1).push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  const [header = [], ...body] = rows.filter((row) => row.length > 1 || row[0] !== '');
  return body.map((row) =>
    Object.fromEntries(header.map((name, place) => [name, row[place] ?? ''])),
  );
}

/** Numbers in [0, 1), the same for the same seed. */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function startServer() {
  const port = await freePort();
  const vite = ['node_modules/vite/bin/vite.js', 'preview', '--host', '127.0.0.1'];
  const child = spawn(process.execPath, [...vite, '--port', `${port}`, '--strictPort'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, VIGIL_MOCK_SPEED: options.speed },
  });
  const url = `http://127.0.0.1:${port}`;
  const at = (path) => `${url}/mock/__control/${path}`;
  for (let tries = 0; tries < 150; tries += 1) {
    const answer = await fetch(at('state')).catch(() => null);
    if (answer?.headers.get('content-type')?.includes('json')) break;
    await wait(200);
  }
  const since = { nexusglass: 0, quimeria: 0 };
  const events = new Set();
  const bars = new Set();

  /** The ledger forgets its oldest entries, so it is read as the time goes. */
  async function collect() {
    for (const wire of Object.keys(since)) {
      const answer = await fetch(at(`ledger?wire=${wire}&since=${since[wire]}`));
      for (const entry of (await answer.json()).entries) {
        since[wire] = entry.seq;
        note(entry);
      }
    }
  }

  function note({ wire, kind, type, key, text }) {
    const isTold = kind === 'emitted' || kind === 'duplicate' || kind === 'withheld';
    if (wire === 'nexusglass' && type === 'EVENT' && isTold) events.add(Number(key));
    // A bar that nobody was there to hear is told by the server's log alone.
    if (type === 'bar' && isTold && kind !== 'withheld') bars.add(Number(key.split(':')[1]));
    if (type !== 'GET /api/logs/raw_bars.log') return;
    for (const line of JSON.parse(text).lines ?? []) {
      const timeSec = Number(/"bar": ?\{"time": ?(\d+)/.exec(line)?.[1]);
      if (Number.isFinite(timeSec)) bars.add(timeSec);
    }
  }

  return {
    url,
    events,
    bars,
    collect,
    stop: () => child.kill('SIGKILL'),
    async control(act, body) {
      const answer = await fetch(at(act), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${act}: ${answer.status} ${await answer.text()}`);
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const socket = createServer();
    socket.listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

await main();
