#!/usr/bin/env node
// `npm run soak [-- --minutes 60 --every 20 --speed 60 --seed 1 --fill 140000 --history 1000]`: the production build against
// its mock for an hour, with a fault on one wire every 20 s. Before it a world ten times as fast fills histories (bars,
// equity) and the firehose the feed and tables, and the first half of the hour fills the recorder, so that the heap is asked
// about at its bounds and not on the way there. It ends with the world almost standing still and compares the screen with
// what the servers had: each event and each bar once, in order, every gap ended; and it says whether the heap is flat.
// Prints a table; the exit code is 1 when anything differs or the heap grows. Needs a build (`npm run build`).
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launchBrowser, serveBuild } from './serve.mjs';
import { median, slopeOf, table } from './statistics.mjs';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    every: { type: 'string', default: '20' },
    speed: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    fill: { type: 'string', default: '140000' },
    history: { type: 'string', default: '1000' },
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
  ['huge', 3],
  ['restart', true],
  ['idReset', true],
];
/** On for half of the time between two faults. Those that refuse a socket come with a cut. */
const SPELLS = [
  ['silence', true],
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
/** Millions of characters that a wire still looks at, where they are fewer than are sent to the others. */
const HUGE = { halyrd: 0.2 };
/**
 * Messages that fill what is kept, a second and by wire. Few events: their table keeps the most urgent, and those of the
 * soak must not make room for them.
 */
const FILL = { rate: 2_000, mix: { halyrd: 50, hyperoru: 40, quimeria: 8, nexusglass: 2 } };
/** A bar of a minute each 100 ms: of 10 000, which is what is kept of a series, the last comes after 1 000 s. */
const FASTEST = 600;
/** The newest of these many are in the table of events whatever else it holds. */
const EVENTS_COMPARED = 2_000;
/**
 * Of the time, before the first sample that counts: until then REST answers, which are within the heap, have taken the place
 * of the frames of sockets in the recorder, which are not, and what is kept is as full as it may be.
 */
const WARM_UP_SHARE = 0.5;
/** Share of the heap in an hour that is no growth worth the name. */
const MAY_GROW_PER_HOUR = 0.1;
const LOOKS = 3;
const LOOK_EVERY_MS = 400;
/** With fewer samples nothing is said of the heap. */
const MIN_SAMPLES = 20;
const COMES_BACK_WITHIN_MS = 90_000;
const SETTLES_WITHIN_MS = 90_000;

async function main() {
  const server = await startServer();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    for (const label of Object.values(WIRES)) await live(page, label, 20_000);
    const filled = await fill(page, server);
    const told = { filled, ...(await run(page, server)) };
    const results = await compare(page, server);
    process.exitCode = report({ ...told, ...results, errors }) ? 0 : 1;
  } finally {
    await browser.close();
    server.stop();
  }
}

/** Fills histories, feed and tables; gives how many rows the feed has. */
async function fill(page, server) {
  await server.control('speed', { speed: FASTEST });
  await wait(Number(options.history) * 1_000);
  await server.control('speed', { speed: Number(options.speed) });
  const wanted = Number(options.fill);
  const seconds = Math.ceil(wanted / FILL.rate);
  if (seconds > 0) {
    await server.control('firehose', { ...FILL, seconds });
    // Its last second is not in the ledger of the servers, and a busy page may be behind.
    await wait(seconds * 1_000 + 5_000);
    for (const label of Object.values(WIRES)) await live(page, label, COMES_BACK_WITHIN_MS);
  }
  const rows = await page.getByRole('region', { name: 'Event feed' }).locator('output').innerText();
  console.log(`${wanted} messages poured; the feed has ${rows} rows`);
  await server.startAfresh();
  return rows;
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
    const [fault, usual] = list[Math.floor(random() * list.length)];
    const value = fault === 'huge' ? (HUGE[wire] ?? usual) : usual;
    if (fault === 'restart' || fault === 'idReset') await server.counterStartsAfresh(wire);
    faults.set(wire, (faults.get(wire) ?? 0) + 1);
    await server.control('fault', { wire, fault, value });
    if (NEEDS_CUT.has(fault)) await server.control('fault', { wire, fault: 'kill' });
    await wait(everyMs / 2);
    await server.control('clear', { wire });
    await server.collect();
    await wait(everyMs / 2 - LOOKS * LOOK_EVERY_MS);
    const usedSize = await restingHeap(session);
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    heap.push([Date.now() / 3_600_000, usedSize / 1e6]);
    const left = Math.max(0, Math.round((endMs - Date.now()) / 1000));
    console.log(
      `${wire} ${JSON.stringify([fault, value])}; ${(usedSize / 1e6).toFixed(1)} MB, ${nodes} nodes, ${jsEventListeners} listeners; ${left} s left`,
    );
  }
  return { faults, heap };
}

/** Bytes in use with all garbage collected, the least of a few looks: a look may fall into the middle of work. */
async function restingHeap(session) {
  const looks = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await wait(LOOK_EVERY_MS);
    await session.send('HeapProfiler.collectGarbage');
    const {
      usedSize,
      embedderHeapUsedSize = 0,
      backingStorageSize = 0,
    } = await session.send('Runtime.getHeapUsage');
    // A frame of a socket is a text outside the heap of the script, one of REST lies within.
    looks.push(usedSize + embedderHeapUsedSize + backingStorageSize);
  }
  return Math.min(...looks);
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
  const ids = keys.map((key) => placeOf(...key.split(':').map(Number)));
  const newest = [...server.events].toSorted((a, b) => b - a).slice(0, EVENTS_COMPARED);
  differences.push(...differ('event', new Set(newest), ids));

  const chart = page.getByRole('region', { name: /^Candles of/ });
  const told = new Set();
  // A server that begins anew begins another series; those of before are still there to be chosen.
  for (const choose of await seriesOf(page)) {
    await choose();
    const asTable = chart.getByRole('button', { name: 'Table', exact: true });
    if (await asTable.isVisible()) await asTable.click();
    const times = (await csvOf(page, chart)).map(({ Time = '' }) => Date.parse(Time) / 1000);
    differences.push(...differ('bar', new Set(), times));
    for (const time of times) told.add(time);
  }
  differences.push(...missing('bar', server.bars, told));

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
  return { differences, outages, shown: { events: ids.length, bars: told.size }, server };
}

/** An event among all, whose ids begin anew with each run of its server. */
function placeOf(run, id) {
  return run * 1e9 + id;
}

/** In what a list that is shown newest first differs from what the server had. */
function differ(what, had, shown) {
  const seen = new Set(shown);
  const sorted = shown.toSorted((a, b) => b - a);
  return [
    ...missing(what, had, seen),
    ...(seen.size < shown.length ? [`${shown.length - seen.size} ${what}s doubled`] : []),
    ...(sorted.some((key, place) => key !== shown[place]) ? [`${what}s out of order`] : []),
    ...(shown.length === 0 ? [`no ${what}s shown`] : []),
  ];
}

/** What the samples say of the heap, and whether it grew; null: nothing certain. */
function judgeHeap(all) {
  const samples = all.slice(Math.floor(all.length * WARM_UP_SHARE));
  if (samples.length < MIN_SAMPLES) {
    return {
      words: `${samples.length} samples after the warm-up are too few to judge`,
      grew: null,
    };
  }
  const sizes = samples.map(([, size]) => size);
  const half = Math.floor(sizes.length / 2);
  const [before, after] = [median(sizes.slice(0, half)), median(sizes.slice(half))];
  const slope = slopeOf(samples);
  const share = (each) => `${((each / before) * 100).toFixed(1)} %`;
  const words = `median ${before.toFixed(1)} MB in the first half of ${sizes.length} samples, ${after.toFixed(1)} MB in the second; slope ${share(slope.middle)} an hour, between ${share(slope.low)} and ${share(slope.high)} (95 %)`;
  if (slope.low / before > MAY_GROW_PER_HOUR) return { words: `${words}: it grows`, grew: true };
  if (slope.high / before <= MAY_GROW_PER_HOUR) return { words: `${words}: flat`, grew: false };
  return { words: `${words}: not certain, a longer run can tell`, grew: null };
}

function missing(what, had, seen) {
  const lost = [...had].filter((key) => !seen.has(key));
  return lost.length > 0 ? [`${lost.length} ${what}s missing: ${lost.slice(0, 5).join()}`] : [];
}

/** What chooses each series of bars, one after the other. */
async function seriesOf(page) {
  const choice = page.getByRole('combobox', { name: 'Series of bars' });
  if (!(await choice.isVisible())) return [() => undefined];
  const values = await choice.locator('option').evaluateAll((all) => all.map(({ value }) => value));
  return values.map((value) => () => choice.selectOption(value));
}

function report({ faults, heap, filled, differences, outages, shown, server, errors }) {
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
  const { words, grew } = judgeHeap(heap);
  console.log(`Heap with a feed of ${filled} rows: ${words}.`);
  for (const line of [...differences, ...errors.map((text) => `page error: ${text}`)])
    console.log(`! ${line}`);
  if (grew === true) console.log('! the heap grew');
  const isWell = differences.length === 0 && errors.length === 0 && grew !== true;
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
    // Rows of where it was before must have gone.
    await new Promise((resolve) => {
      setTimeout(resolve, 1_000);
    });
    for (;;) {
      await drawn();
      // The row that has the focus is in the document wherever it stands.
      const { top, bottom } = element.getBoundingClientRect();
      for (const row of element.querySelectorAll('[data-row]')) {
        const place = row.getBoundingClientRect();
        if (place.bottom > top && place.top < bottom) keys.add(row.dataset['row'] ?? '');
      }
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
  const server = await serveBuild({ speed: options.speed });
  const { url, at } = server;
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
    if (wire === 'nexusglass' && type === 'EVENT' && isTold) noteEvent(Number(key));
    // A bar that nobody was there to hear is told by the server's log alone.
    if (type === 'bar' && isTold && kind !== 'withheld') bars.add(Number(key.split(':')[1]));
    if (type !== 'GET /api/logs/raw_bars.log') return;
    for (const line of JSON.parse(text).lines ?? []) {
      const timeSec = Number(/"bar": ?\{"time": ?(\d+)/.exec(line)?.[1]);
      if (Number.isFinite(timeSec)) bars.add(timeSec);
    }
  }

  let run = 0;
  let newestId = 0;
  let isRestarting = false;

  function noteEvent(id) {
    if (isRestarting && id < newestId) {
      isRestarting = false;
      run += 1;
      newestId = 0;
    }
    newestId = Math.max(newestId, id);
    events.add(placeOf(run, id));
  }

  return {
    url,
    events,
    bars,
    collect,
    /** What was told so far is no matter of the comparison. */
    async startAfresh() {
      await collect();
      events.clear();
      bars.clear();
    },
    /** From the next event on whose id is lower, ids are those of another run. */
    async counterStartsAfresh(wire) {
      await collect();
      if (wire === 'nexusglass') isRestarting = true;
    },
    stop: server.stop,
    control: server.control,
  };
}

await main();
