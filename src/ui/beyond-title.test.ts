import { expect, it } from 'vitest';
import { detailBeyondTitle } from './beyond-title';

const CAP = '218.46 USDT is above the cap of 170 USDT per trade';

it('[F8] a reason that the title has told is not told again', () => {
  const title = `Signing refused: ${CAP} (Cap per trade)`;
  expect(detailBeyondTitle({ title, detail: CAP })).toBeNull();
  expect(detailBeyondTitle({ title, detail: ` ${CAP.toUpperCase()}.\n` })).toBeNull();
  expect(detailBeyondTitle({ title, detail: '' })).toBeNull();
});

it('[F8] what the title lacks, or has only cut short, is told', () => {
  const title = 'Signing refused: 218.46 USDT is above…';
  expect(detailBeyondTitle({ title, detail: CAP })).toBe(CAP);
  expect(detailBeyondTitle({ title, detail: null })).toBeNull();
});
