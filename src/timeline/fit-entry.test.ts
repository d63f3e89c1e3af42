import { describe, expect, it } from 'vitest';
import type { EntryDraft } from './entry';
import { fitEntry } from './fit-entry';

const draft: EntryDraft = {
  key: 'k|1',
  atMs: 1,
  kind: 'journal',
  severity: 'info',
  symbol: null,
  title: 'Skipped',
  detail: 'the quote was stale',
  refs: {},
  facts: [{ label: 'tags', value: 'LINK' }],
};

describe('an entry made fit', () => {
  it('is as it was where its texts are short', () => {
    expect(fitEntry(draft)).toEqual(draft);
    expect(fitEntry({ ...draft, detail: null })).toEqual({ ...draft, detail: null });
  });

  it('is bounded whatever a server has written', () => {
    const huge = 'x'.repeat(1_000_000);
    const fit = fitEntry({
      ...draft,
      key: huge,
      aliases: [huge],
      type: huge,
      title: huge,
      detail: huge,
      facts: [{ label: 'tags', value: huge }],
    });
    expect(JSON.stringify(fit).length).toBeLessThan(2_500);
    expect(fit.detail).toHaveLength(1_000);
    expect(fit.key).not.toBe(fitEntry({ ...draft, key: `${huge}y` }).key);
  });
});
