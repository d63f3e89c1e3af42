import type { Linked } from '~/timeline/correlation';
import { aftermathOf, type Aftermath } from '../aftermath';
import type { Decision, HyperoruState } from '../state';
import { vetoOf, type Veto } from '../veto-links';

/** What a decision can have led to, as a person filters by it. */
export type Kind = 'trade' | 'position' | 'veto' | 'none-observed' | 'pending' | 'none-expected';

/** What was seen after a decision: on its own wire, and a veto on any. */
export interface Afterwards {
  readonly action: Aftermath;
  readonly veto: Linked<Veto> | null;
  readonly kinds: readonly Kind[];
}

export const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'trade', label: 'Trade' },
  { value: 'position', label: 'Position' },
  { value: 'veto', label: 'Veto' },
  { value: 'none-observed', label: 'No action observed' },
  { value: 'pending', label: 'Nothing yet' },
  { value: 'none-expected', label: 'Nothing to be done' },
];

/** Follows a decision up for `windowMs`; `untilMs` is where that ends, since the next decision may come before. */
export function afterwardsOf(
  decision: Decision,
  state: Pick<HyperoruState, 'trades' | 'positions' | 'decisions'>,
  vetoes: readonly Veto[],
  { windowMs, untilMs }: { readonly windowMs: number; readonly untilMs: number },
): Afterwards {
  const action = aftermathOf(decision, state, windowMs);
  const veto = action.kind === 'none-expected' ? null : vetoOf(decision, vetoes, untilMs);
  return { action, veto, kinds: kindsOf(action.kind, veto !== null) };
}

/** With a veto the lack of a trade is no lack of an outcome. */
function kindsOf(kind: Aftermath['kind'], isVetoed: boolean): readonly Kind[] {
  if (!isVetoed) return [kind];
  return kind === 'trade' || kind === 'position' ? [kind, 'veto'] : ['veto'];
}
