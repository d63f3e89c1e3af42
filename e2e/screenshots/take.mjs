#!/usr/bin/env node
// `npm run screenshots [-- name part]`: pictures of the market desk and the agent desk on the demo
// backend, dark and light, wide and narrow, into this folder. The README shows some of them.
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { launchBrowser, serveBuild } from '../bench/serve.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const only = process.argv[2] ?? '';
const outDir = process.env.VIGIL_DIST ?? 'dist';

/** Long enough for the story to have a veto, a decision and an urgent event. */
const STORY_MS = 11_000;
const SETTLE_MS = 1_200;
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const DESKS = {
  market: { connection: 'QUIMERIA', tab: /^Verdict/, section: 'Bars' },
  agent: { connection: 'Halyrd', tab: /^Journal/, section: 'Status' },
};

const server = await serveBuild({ outDir });
const browser = await launchBrowser();
try {
  for (const theme of ['dark', 'light']) {
    for (const size of Object.keys(SIZES)) {
      for (const desk of Object.keys(DESKS)) {
        const name = `${desk}-${theme}-${size}`;
        if (!name.includes(only)) continue;
        await take(name, DESKS[desk], theme, SIZES[size]);
        console.log(name);
      }
    }
  }
} finally {
  await browser.close();
  server.stop();
}

async function take(name, desk, theme, viewport) {
  await fetch(`${server.url}/mock/__control/reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const context = await browser.newContext({
    viewport,
    colorScheme: theme,
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await page.goto(server.url);
  const choice = page.getByRole('combobox', { name: 'Connection of the tables' });
  const option = choice.locator('option').filter({ hasText: desk.connection }).first();
  await choice.selectOption(await option.getAttribute('value'));
  await page.getByRole('tab', { name: desk.tab }).click();
  await wait(STORY_MS);
  if (viewport.width < 1000) {
    const sections = page.getByRole('navigation', { name: 'Sections' });
    await sections.getByRole('link', { name: desk.section }).click();
  } else if (desk === DESKS.market) {
    const drawing = page.getByRole('region', { name: /^Candles of/ }).getByRole('application');
    await drawing.focus();
    await drawing.press('End');
    await drawing.press('ArrowUp');
  }
  await wait(SETTLE_MS);
  await page.screenshot({ path: `${here}${name}.png` });
  await context.close();
}
