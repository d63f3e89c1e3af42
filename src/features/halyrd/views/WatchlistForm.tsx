import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '~/ui/Button';
import { Field, TextInput } from '~/ui/Field';
import { sendAct } from '../commands';
import { pairsOf } from '../configuration';
import { ActionDialog } from './ActionDialog';
import { useBlockedReason } from './ActionRow';
import type { ViewProps } from './view-props';

/** The tokens that the agent may trade. */
export function WatchlistForm({ connection }: ViewProps) {
  const known = useStore(connection.store, (state) => state.watchlist?.value ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const reason = useBlockedReason(connection, 'watchlist');
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
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          tone="danger"
          disabled={reason !== null || problem !== null}
          onClick={() => setAsking(true)}
        >
          Change the watchlist…
        </Button>
        <span className="text-muted text-[12px]">{reason ?? problem}</span>
      </div>
      <ActionDialog
        connection={connection}
        kind="watchlist"
        open={asking}
        onClose={() => setAsking(false)}
        confirmLabel="Change the watchlist"
        blocked={reason ?? problem}
        onConfirm={() => {
          void sendAct(connection, { kind: 'watchlist', pairs });
          setTyped(null);
        }}
      >
        <p className="text-muted pt-2 text-[12px]">New watchlist: {pairs.join(', ')}.</p>
      </ActionDialog>
    </section>
  );
}
