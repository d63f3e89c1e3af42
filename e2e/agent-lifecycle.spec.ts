import type { Locator } from '@playwright/test';
import { LABELS, type Dashboard } from './fixtures/dashboard';
import type { Mock } from './fixtures/mock';
import { expect, test } from './fixtures/test';

const LABEL = LABELS.halyrd;

test.describe('what the owner of an agent can ask of it', () => {
  test.beforeEach(async ({ dashboard, mock, pageErrors }) => {
    // The browser prints every answer that is an error.
    pageErrors.allowFailedQuestions();
    // At this speed the world's own story does not move the agent while a test looks.
    await mock.reset({ speed: 1 });
    await dashboard.open();
    await dashboard.tab('Lifecycle', 'Agent');
    await expect(desk(dashboard)).toContainText('as the backend describes them');
  });

  test('[HA-T20][HA-T18][F13] force takes two typed confirmations and is sent once; what was asked for and what is observed stand apart', async ({
    dashboard,
    mock,
  }) => {
    await expect(observed(dashboard)).toContainText('PAPER');
    await expect(button(dashboard, 'Promote to live')).toBeDisabled();
    await button(dashboard, 'Force promote…').click();
    await confirm(dashboard, 'FORCE', 'Go on');
    expect(await acts(mock)).toEqual([]);
    await confirm(dashboard, 'GO LIVE', 'Promote by force');

    await expect(log(dashboard)).toContainText('Accepted (202)');
    await expect(log(dashboard)).toContainText('Not observed yet');
    await expect(observed(dashboard)).toContainText('LIVE');
    await expect(log(dashboard)).toContainText(/Seen at \d\d:\d\d:\d\d/);
    expect(await acts(mock)).toEqual(['POST /agents/current/promote']);
    // The promotion and its echo are one transition.
    const board = dashboard.region(`Agent, ${LABEL}`);
    await expect(board).toContainText('LIVE (demo)');
    expect((await board.textContent())?.match(/→/g)).toHaveLength(1);
    await expect(button(dashboard, 'Force promote…')).toBeDisabled();
  });

  test('[HA-T8][HA-T9][F7] a demotion by hand locks until it is approved again', async ({
    dashboard,
  }) => {
    await force(dashboard);
    await button(dashboard, 'Demote to paper').click();
    await confirm(dashboard, 'DEMOTE', 'Demote to paper');
    await expect(observed(dashboard)).toContainText('DEMOTED');
    await expect(dashboard.region(`Agent, ${LABEL}`)).toContainText('Paper-trading — live paused');
    await expect(button(dashboard, 'Force promote…')).toBeDisabled();
    await button(dashboard, 'Re-approve').click();
    await confirm(dashboard, 'APPROVE', 'Re-approve');
    await expect(observed(dashboard)).toContainText('PAPER');
    await expect(button(dashboard, 'Force promote…')).toBeEnabled();
  });

  test('[HA-T19][HA-T5] the kill switch says that exits stop too, and is known by its journal entry', async ({
    dashboard,
    mock,
  }) => {
    await expect(observed(dashboard)).toContainText('No KILL entry in the journal');
    await button(dashboard, 'Kill switch…').click();
    const dialog = dashboard.page.getByRole('alertdialog');
    await expect(dialog).toContainText('stops EXITS TOO');
    await expect(dialog).toContainText('DEMO: invented data');
    await confirm(dashboard, 'revoke signing', 'Kill switch');
    await expect(observed(dashboard)).toContainText('Signing revoked');
    await expect(log(dashboard)).toContainText(/Seen at/);

    // A second one is refused, and nothing is said to have changed by it.
    await button(dashboard, 'Kill switch…').click();
    await confirm(dashboard, 'revoke signing', 'Kill switch');
    await expect(log(dashboard)).toContainText('409 Not allowed now');
    await expect(log(dashboard)).toContainText('Nothing changed by it');
    expect(await acts(mock)).toHaveLength(2);
  });

  test('[HA-T27][HA-T7] a new version warns of what it loses and is sent in per cent', async ({
    dashboard,
    mock,
  }) => {
    const form = desk(dashboard).getByRole('region', { name: 'Configuration' });
    await expect(form.getByLabel('Maximum drawdown (%)')).toHaveValue('12');
    await form.getByRole('button', { name: 'Conservative' }).click();
    await form.getByRole('button', { name: 'Start a new version…' }).click();
    const dialog = dashboard.page.getByRole('alertdialog');
    await expect(dialog).toContainText(/Lost: 5 of 7 days .* and \d+ of 10 closed trades/);
    await confirm(dashboard, 'NEW VERSION', 'Start the new version');
    await expect(log(dashboard)).toContainText(/Seen at/);
    expect(await acts(mock)).toEqual(['PATCH /agents/current/config']);
    await dashboard.tab('Risk', 'Agent');
    const evaluation = dashboard
      .region(`Risk, ${LABEL}`)
      .getByRole('region', { name: 'Evaluation', exact: true });
    await expect(evaluation).toContainText('0 of 14 days, 14 left');
    await expect(evaluation).toContainText('0 of 15, 15 left');
  });

  test('[HA-T18][HA16] a failing backend leaves the outcome unknown and is not asked again', async ({
    dashboard,
    mock,
  }) => {
    await mock.fault('halyrd', 'restFail', 500);
    await button(dashboard, 'Kill switch…').click();
    await confirm(dashboard, 'revoke signing', 'Kill switch');
    await expect(log(dashboard)).toContainText('Outcome unknown');
    await mock.clear('halyrd');
    // Longer than the first of the readings that follow an act.
    await dashboard.page.waitForTimeout(4_000);
    expect(await acts(mock)).toEqual(['POST /agents/current/kill-switch']);
    await expect(observed(dashboard)).toContainText('No KILL entry in the journal');
  });
});

function desk(dashboard: Dashboard): Locator {
  return dashboard.region(`Lifecycle, ${LABEL}`);
}

function observed(dashboard: Dashboard): Locator {
  return desk(dashboard).getByRole('region', { name: 'Observed state' });
}

function log(dashboard: Dashboard): Locator {
  return desk(dashboard).getByRole('region', { name: 'Asked for and observed' });
}

function button(dashboard: Dashboard, name: string): Locator {
  return desk(dashboard).getByRole('button', { name, exact: true });
}

async function confirm(dashboard: Dashboard, words: string, label: string): Promise<void> {
  const dialog = dashboard.page.getByRole('alertdialog');
  const yes = dialog.getByRole('button', { name: label, exact: true });
  await expect(yes).toBeDisabled();
  await dialog.getByRole('textbox').fill(words);
  await yes.click();
}

async function force(dashboard: Dashboard): Promise<void> {
  await button(dashboard, 'Force promote…').click();
  await confirm(dashboard, 'FORCE', 'Go on');
  await confirm(dashboard, 'GO LIVE', 'Promote by force');
  await expect(observed(dashboard)).toContainText('LIVE');
}

/** Everything but reads that reached the backend. */
async function acts(mock: Mock): Promise<string[]> {
  const ledger = await mock.ledger('halyrd');
  return ledger
    .filter(({ kind, type }) => kind === 'rest' && !type.startsWith('GET '))
    .map(({ type }) => type);
}
