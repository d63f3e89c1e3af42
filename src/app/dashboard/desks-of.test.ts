import { expect, it } from 'vitest';
import type { Panel } from '~/feature';
import { shownDesk } from './desks-of';

it('the desk opens with what was chosen, else with what has something to show, else with the first', () => {
  const table = (id: string): Panel => ({ id, title: id, area: 'desk', component: () => null });
  const panels = [table('fills'), { ...table('journal'), opensFirst: true }, table('risk')];
  expect(shownDesk(panels, undefined)?.id).toBe('journal');
  expect(shownDesk(panels, 'risk')?.id).toBe('risk');
  expect(shownDesk(panels, 'gone')?.id).toBe('journal');
  expect(shownDesk([table('fills'), table('risk')], undefined)?.id).toBe('fills');
  expect(shownDesk([], 'risk')).toBeUndefined();
});
