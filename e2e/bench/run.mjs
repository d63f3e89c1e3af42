#!/usr/bin/env node
// `npm run bench [-- --rates 500,1000 --seconds 8 --repeats 3]`: drives the production build against the mock's firehose
// (a process of its own, open loop) and compares it, in the same run and in alternating order, with an empty page that
// only receives (the floor) and with a page that handles messages the way the peers do. Prints ratios, writes JSON.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { freePort, launchBrowser, root, serveBuild } from './serve.mjs';
import { median, percentile, table } from './statistics.mjs';

const pagesRoot = fileURLToPath(new URL('./pages', import.meta.url));
const out = `${root}/.cache/bench`;
const probe = readFileSync(new URL('./probe.js', import.meta.url), 'utf8');

const { values: options } = parseArgs({
  options: {
    rates: { type: 'string', default: '500,1000,2000,5000,10000' },
    seconds: { type: 'string', default: '6' },
    repeats: { type: 'string', default: '3' },
    heap: { type: 'string', default: '60' },
    pan: { type: 'string', default: '6' },
    dist: { type: 'string', default: 'dist' },
  },
});
const rates = options.rates.split(',').filter(Boolean).map(Number);
const seconds = Number(options.seconds);
const repeats = Number(options.repeats);
const heapSeconds = Number(options.heap);
const panSeconds = Number(options.pan);

const OPENING_MS = 2_500;
const WARM_UP_S = 3;
const SETTLE_MS = 1_500;
const HEAP_RATE = 5_000;
/** Milliseconds after the last message was sent in which all must be on screen for the page to have kept up. */
const GRACE_MS = 500;

async function main() {
  const server = await serveBuild({ outDir: options.dist, speed: '1' });
  const pages = await startPages();
  const browser = await launchBrowser();
  try {
    const subjects = {
      floor: `${pages.url}/empty.html?server=${server.url.replace(/^http/, 'ws')}`,
      peer: `${pages.url}/peer.html?server=${server.url.replace(/^http/, 'ws')}`,
      vigil: server.url,
    };
    const results = [];
    for (const rate of rates) {
      results.push({ rate, ...(await compare(browser, server, subjects, rate)) });
      printRow(results.at(-1));
    }
    const panning = panSeconds > 0 ? await measurePanning(browser, pages.url) : null;
    const heap = heapSeconds > 0 ? await measureHeap(browser, server, subjects.vigil) : null;
    report(results, heap, panning);
  } finally {
    await browser.close();
    await pages.close();
    server.stop();
  }
}

/** Each page at one rate, `repeats` times, in alternating order; medians. */
async function compare(browser, server, subjects, rate) {
  const names = Object.keys(subjects);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const order = repeat % 2 === 0 ? names : names.toReversed();
    for (const name of order) {
      runs[name].push(await measure(browser, server, subjects[name], rate));
    }
  }
  return Object.fromEntries(names.map((name) => [name, medians(runs[name])]));
}

function medians(runs) {
  const keys = Object.keys(runs[0]);
  return Object.fromEntries(keys.map((key) => [key, median(runs.map((run) => run[key]))]));
}

async function measure(browser, server, url, rate) {
  const { page, context } = await openPage(browser, url);
  // The first seconds at a new rate belong to the just-in-time compiler; what is asked is how a page lives with a rate.
  await server.control('firehose', { rate, seconds: WARM_UP_S, stamp: true });
  await wait(WARM_UP_S * 1000 + SETTLE_MS);
  await page.evaluate(() => globalThis.__probe.restart());
  const before = await counts(page);
  const loadBefore = loadavg()[0];
  await server.control('firehose', { rate, seconds, stamp: true });
  await wait(seconds * 1000 + GRACE_MS);
  const after = await counts(page);
  const { latencies, frames, longTasks } = await page.evaluate(() => ({
    latencies: globalThis.__probe.latencies,
    frames: globalThis.__probe.frames,
    longTasks: globalThis.__probe.longTasks,
  }));
  await context.close();
  return {
    keptUpPerSecond: (after.painted - before.painted) / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    framesPerSecond: frames.length / (frames.reduce((sum, each) => sum + each, 0) / 1000),
    framesOnTime: frames.filter((each) => each < 25).length / frames.length,
    longTasks: longTasks.length,
    longestTask: Math.max(0, ...longTasks),
    machineLoad: loadBefore,
  };
}

/** Growth of the heap per million messages, once the bounds are full. */
async function measureHeap(browser, server, url) {
  const { page, context } = await openPage(browser, url);
  const session = await context.newCDPSession(page);
  const used = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const pour = async (forSeconds) => {
    await server.control('firehose', { rate: HEAP_RATE, seconds: forSeconds, stamp: true });
    await wait(forSeconds * 1000 + 2_000);
  };
  await pour(heapSeconds / 2);
  const full = { bytes: await used(), ...(await counts(page)) };
  await pour(heapSeconds);
  const end = { bytes: await used(), ...(await counts(page)) };
  await context.close();
  const messages = end.painted - full.painted;
  return {
    heapMB: full.bytes / 1e6,
    messages,
    // Bytes a message are megabytes a million messages.
    growthMBPerMillion: (end.bytes - full.bytes) / messages,
  };
}

/** The candlestick view with all its layers against the bare chart library, panned alike, in alternating order. */
async function measurePanning(browser, url) {
  const subjects = { vigil: `${url}/pan.html`, bare: `${url}/pan.html?bare` };
  const runs = { vigil: [], bare: [] };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const names = repeat % 2 === 0 ? ['bare', 'vigil'] : ['vigil', 'bare'];
    for (const name of names) {
      const { page, context } = await openPage(browser, subjects[name]);
      await page.evaluate(() => globalThis.pan(1));
      const frames = await page.evaluate((seconds) => globalThis.pan(seconds), panSeconds);
      await context.close();
      runs[name].push({
        framesPerSecond: frames.length / (frames.reduce((sum, each) => sum + each, 0) / 1000),
        framesOnTime: frames.filter((each) => each < 25).length / frames.length,
      });
    }
  }
  return { vigil: medians(runs.vigil), bare: medians(runs.bare) };
}

async function openPage(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(probe);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`page error: ${error.message}`));
  await page.goto(url);
  await wait(OPENING_MS);
  return { page, context };
}

function counts(page) {
  return page.evaluate(() => ({
    received: globalThis.__probe.received,
    painted: globalThis.__probe.painted,
  }));
}

async function startPages() {
  const config = {
    root: pagesRoot,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '~': `${root}/src` } },
    build: {
      outDir: `${out}/pages`,
      emptyOutDir: true,
      rolldownOptions: {
        input: ['empty', 'peer', 'pan'].map((name) => `${pagesRoot}/${name}.html`),
      },
    },
  };
  await build(config);
  const server = await preview({
    ...config,
    preview: { host: '127.0.0.1', port: await freePort() },
  });
  return { url: server.resolvedUrls.local[0].replace(/\/$/, ''), close: () => server.close() };
}

const ratio = (value, base) => `${(value / base).toFixed(2)}×`;

function rowOf({ rate, floor, peer, vigil }) {
  return [
    `${rate}/s`,
    `${Math.round((vigil.keptUpPerSecond / floor.keptUpPerSecond) * 100)} %`,
    `${Math.round((peer.keptUpPerSecond / floor.keptUpPerSecond) * 100)} %`,
    `${vigil.p50.toFixed(1)} / ${vigil.p99.toFixed(1)}`,
    `${ratio(vigil.p50, floor.p50)} / ${ratio(vigil.p99, floor.p99)}`,
    `${ratio(peer.p50, floor.p50)} / ${ratio(peer.p99, floor.p99)}`,
    `${vigil.framesPerSecond.toFixed(0)} / ${peer.framesPerSecond.toFixed(0)}`,
    `${(vigil.framesOnTime * 100).toFixed(1)} %`,
    `${vigil.longTasks} / ${peer.longTasks}`,
  ];
}

const HEADER = [
  'rate',
  'kept up',
  'peer kept up',
  'ms p50 / p99',
  'over floor',
  'peer over floor',
  'fps / peer',
  'frames on time',
  'long tasks / peer',
];

function printRow(result) {
  console.log(HEADER.map((title, index) => `${title} ${rowOf(result)[index]}`).join(', '));
}

function report(results, heap, panning) {
  console.log(`\n${table(HEADER, results.map(rowOf))}\n`);
  if (heap) {
    console.log(
      `Heap once the bounds are full: ${heap.heapMB.toFixed(1)} MB; growth ${heap.growthMBPerMillion.toFixed(1)} MB per million messages (over ${heap.messages}).`,
    );
  }
  if (panning) {
    const { vigil, bare } = panning;
    console.log(
      `Panning 5,000 bars with 500 marks, bands and lines: ${vigil.framesPerSecond.toFixed(0)} fps, ${ratio(vigil.framesPerSecond, bare.framesPerSecond)} of the bare chart (${bare.framesPerSecond.toFixed(0)}); frames on time ${(vigil.framesOnTime * 100).toFixed(1)} % / ${(bare.framesOnTime * 100).toFixed(1)} %.`,
    );
  }
  const machine = { cores: cpus().length, load: loadavg() };
  console.log(
    `Machine: ${machine.cores} cores, load ${machine.load.map((each) => each.toFixed(1)).join(' ')}.`,
  );
  mkdirSync(out, { recursive: true });
  const file = `${out}/result.json`;
  writeFileSync(
    file,
    JSON.stringify(
      { at: new Date().toISOString(), options, machine, results, panning, heap },
      null,
      2,
    ),
  );
  console.log(`Written to ${file.slice(root.length)}.`);
}

await main();
