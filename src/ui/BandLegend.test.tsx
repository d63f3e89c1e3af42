// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { BandLegend, sameLooks, type BandLook } from './BandLegend';

afterEach(cleanup);

const looks: readonly BandLook[] = [
  { kind: 'regime', label: 'SINCERE', colour: '#123456' },
  { kind: 'regime', label: 'LIAR_STATE', colour: '#abcdef' },
  { kind: 'phase', label: 'Accumulation', colour: '#00ff00' },
  { kind: 'gap', label: '', colour: null },
];

describe('the legend of the bands', () => {
  it('[F5] names every meaning in words, gaps included', () => {
    render(<BandLegend looks={looks} />);
    expect(screen.getByRole('group', { name: 'Legend of the bands' }).textContent).toBe(
      'RegimeSINCERELIAR_STATEPhaseAccumulationGap; paler: missed, loaded afterwards',
    );
  });

  it('[F5] is not there while there are no bands, and changes only with what it says', () => {
    const { container } = render(<BandLegend looks={[]} />);
    expect(container.textContent).toBe('');
    expect(sameLooks(looks, [...looks])).toBe(true);
    expect(sameLooks(looks, looks.slice(1))).toBe(false);
    expect(sameLooks(looks, [{ ...looks[0]!, colour: '#000000' }, ...looks.slice(1)])).toBe(false);
  });
});
