import type { SizeUnit } from './sizing';

/** What a person has entered so far. It lives as long as its connection, and no longer than the page. */
export interface Draft {
  /** Null: the first account. */
  readonly accountId: string | null;
  /** As typed. */
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly orderType: 'market' | 'limit';
  readonly unit: SizeUnit;
  readonly amount: number | null;
  /** Limit price, USD. */
  readonly price: number | null;
  /** How many orders were sent from it: what is still typed belongs to one of them. */
  readonly round: number;
}

export const emptyDraft: Draft = {
  accountId: null,
  symbol: '',
  side: 'buy',
  orderType: 'market',
  unit: 'base',
  amount: null,
  price: null,
  round: 0,
};

/** After an order went out: whose and what stays, how much and at what price is for the next order to say. */
export function spent(draft: Draft): Draft {
  return { ...draft, amount: null, price: null, round: draft.round + 1 };
}
