import { useState } from 'react';
import { useStore } from 'zustand';
import { formatPercent } from '~/lib/format';
import { Button } from '~/ui/Button';
import { Field, NumberInput } from '~/ui/Field';
import type { Config } from '../commands';
import { configNow, PRESETS, problemOf, type ConfigDraft } from '../configuration';
import { SendForm } from './SendForm';
import type { ViewProps } from './view-props';

const FIELDS: readonly { readonly name: keyof Config; readonly label: string }[] = [
  { name: 'max_drawdown_pct', label: 'Maximum drawdown (%)' },
  { name: 'daily_drawdown_pct', label: 'Daily drawdown (%, UTC day)' },
  { name: 'max_consecutive_losses', label: 'Losses in a row' },
  { name: 'eval_window_days', label: 'Evaluation window (days)' },
  { name: 'trade_floor', label: 'Closed trades needed' },
];

/** The evaluation limits. In per cent, as the configuration wants them; elsewhere they are fractions (trap T7). */
export function ConfigForm({ connection }: ViewProps) {
  const objectives = useStore(connection.store, (state) => state.objectives);
  const evaluation = useStore(connection.store, (state) => state.evaluation);
  const [typed, setTyped] = useState<ConfigDraft>({});
  const now = configNow({ objectives, evaluation });
  const draft: ConfigDraft = { ...now, ...typed };
  const problem = problemOf(draft);
  return (
    <section aria-label="Configuration" className="flex flex-col gap-1.5">
      <h3 className="text-[12px] font-semibold">Configuration</h3>
      <div className="flex flex-wrap gap-1.5">
        {PRESETS.map(({ name, config }) => (
          <Button key={name} size="small" onClick={() => setTyped(config)}>
            {name}
          </Button>
        ))}
        <Button size="small" tone="quiet" onClick={() => setTyped({})}>
          As it is now
        </Button>
      </div>
      <div className="grid grid-cols-2 gap-1.5 sm:grid-cols-3">
        {FIELDS.map(({ name, label }) => (
          <Field key={name} label={label}>
            <NumberInput
              value={draft[name] ?? null}
              onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
            />
          </Field>
        ))}
      </div>
      <SendForm
        connection={connection}
        // `problem` is null only when every field is a number.
        act={{ kind: 'config', config: draft as Config }}
        label="Start a new version…"
        confirmLabel="Start the new version"
        problem={problem}
        onSent={() => setTyped({})}
      >
        Maximum drawdown {percent(draft.max_drawdown_pct)}, daily{' '}
        {percent(draft.daily_drawdown_pct)}, {draft.max_consecutive_losses} losses in a row,{' '}
        {draft.eval_window_days} days, {draft.trade_floor} trades.
      </SendForm>
    </section>
  );
}

function percent(value: number | null | undefined): string {
  return formatPercent(value, 1).replace('+', '');
}
