import { useState } from 'react';
import { useStore } from 'zustand';
import { Field, TextInput } from '~/ui/Field';
import { pairsOf } from '../configuration';
import { SendForm } from './SendForm';
import type { ViewProps } from './view-props';

/** The tokens that the agent may trade. */
export function WatchlistForm({ connection }: ViewProps) {
  const known = useStore(connection.store, (state) => state.watchlist?.value ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const read = pairsOf(typed ?? known?.join(', ') ?? '');
  const problem = 'problem' in read ? read.problem : null;
  const pairs = 'pairs' in read ? read.pairs : [];
  return (
    <section aria-label="Watchlist" className="flex flex-col gap-1.5">
      <h3 className="text-[12px] font-semibold">Watchlist</h3>
      <Field
        label="Pairs, separated by commas"
        description={
          known === null
            ? 'The backend has not told its watchlist.'
            : 'Three to five are recommended.'
        }
      >
        <TextInput value={typed ?? known?.join(', ') ?? ''} onChange={setTyped} />
      </Field>
      <SendForm
        connection={connection}
        act={{ kind: 'watchlist', pairs }}
        label="Change the watchlist…"
        confirmLabel="Change the watchlist"
        problem={problem}
        onSent={() => setTyped(null)}
      >
        New watchlist: {pairs.join(', ')}.
      </SendForm>
    </section>
  );
}
