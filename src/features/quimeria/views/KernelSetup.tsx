import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { applyModules, applyPlugins, askSetup, MODULES, type SetupResult } from '../kernel-setup';
import type { Plugin } from '../state';
import type { ControlProps } from './view-props';

/** What of the kernel is switched on, for everybody. */
export function KernelSetup({ connection }: ControlProps) {
  const isLive = useStore(connection.status, (status) => status.state.status === 'live');
  const [problem, setProblem] = useState<string | null>(null);
  const ask = useEffectEvent(() => void askSetup(connection).then(setProblem));
  useEffect(() => {
    if (isLive) ask();
  }, [isLive]);
  return (
    <div className="flex flex-col gap-3 p-2.5 text-[12px]">
      <p className="text-muted">
        The server has one kernel for all its clients: what you switch here is switched for all of
        them. It does not tell others of it.
      </p>
      {problem === null ? null : <p className="text-warning">{problem}</p>}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(22rem,100%),1fr))] gap-3">
        <Plugins connection={connection} />
        <Modules connection={connection} />
      </div>
    </div>
  );
}

function Plugins({ connection }: ControlProps) {
  const report = useStore(connection.store, (state) => state.plugins);
  const list = report?.list ?? [];
  const told = list.filter(({ enabled }) => enabled).map(({ name }) => name);
  return (
    <Switches
      // What the server tells anew replaces what was ticked and not applied.
      key={told.join()}
      title="Plugins"
      names={list.map(({ name }) => name)}
      on={told}
      notes={(name) => <PluginNotes plugin={list.find((one) => one.name === name)} />}
      empty="The server has not told its plugins yet."
      blocked={(on) =>
        on.length === 0 ? 'Leave one on: the server ignores a list without a plugin.' : null
      }
      question="Plugins that are not ticked stop for every client, and their sensors vanish from the bars."
      apply={(on) => applyPlugins(connection, on)}
    >
      {(report?.errors ?? []).map(({ name, words }) => (
        <p key={name} className="text-warning">
          {name} could not be loaded: {words}
        </p>
      ))}
    </Switches>
  );
}

function PluginNotes({ plugin }: { readonly plugin: Plugin | undefined }) {
  if (!plugin) return null;
  const { layer, sensor, ready, bars, warmup } = plugin;
  const warming = ready === false && bars !== null && warmup !== null && bars < warmup;
  return (
    <>
      <span className="text-faint">{[sensor, layer].filter(Boolean).join(' · ')}</span>
      {warming ? (
        <Badge
          tone="info"
          title="Bars since the server started; loading data does not start it anew"
        >
          warming up, {bars} of {warmup} bars
        </Badge>
      ) : null}
    </>
  );
}

function Modules({ connection }: ControlProps) {
  const off = useStore(connection.store, (state) => state.modulesOff?.names ?? null);
  const report = useStore(connection.store, (state) => state.modules);
  const names = [...new Set([...MODULES, ...(off ?? [])])];
  const on = names.filter((name) => !(off ?? []).includes(name));
  return (
    <Switches
      key={(off ?? []).join()}
      title="Modules"
      names={names}
      on={on}
      notes={(name) => {
        const reason = report?.failed.find((one) => one.startsWith(`${name}:`));
        return reason ? (
          <span className="text-warning">failed:{reason.slice(name.length + 1)}</span>
        ) : null;
      }}
      empty=""
      blocked={() => null}
      question="The list is complete: modules that are ticked are switched on again, also those that somebody else had switched off."
      apply={(wanted) =>
        applyModules(
          connection,
          names.filter((name) => !wanted.includes(name)),
        )
      }
    >
      <p className="text-muted">
        {off === null
          ? 'The server does not tell which are off; all are shown as on until you switch them.'
          : 'As the server answered last.'}{' '}
        A module that is off does not vanish from the bars: a simple calculation takes its place.
      </p>
    </Switches>
  );
}

interface SwitchesProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly on: readonly string[];
  readonly notes: (name: string) => ReactNode;
  readonly empty: string;
  /** Why this choice cannot be sent; null: it can. */
  readonly blocked: (on: readonly string[]) => string | null;
  readonly question: string;
  readonly apply: (on: readonly string[]) => Promise<SetupResult>;
  readonly children: ReactNode;
}

/** Ticks, and one act that sends all of them. */
function Switches(props: SwitchesProps) {
  const { title, names, notes, question } = props;
  const [wanted, setWanted] = useState<ReadonlySet<string>>(() => new Set(props.on));
  const [asked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<SetupResult | null>(null);
  const on = names.filter((name) => wanted.has(name));
  const isSame = on.length === props.on.length && on.every((name) => props.on.includes(name));
  const blocked = names.length === 0 ? null : props.blocked(on);

  function toggle(name: string, checked: boolean) {
    const next = new Set(wanted);
    if (checked) next.add(name);
    else next.delete(name);
    setWanted(next);
    setResult(null);
  }

  async function apply() {
    setBusy(true);
    setResult(await props.apply(on));
    setBusy(false);
  }

  return (
    <fieldset className="border-line flex min-w-0 flex-col gap-2 border p-2">
      <legend className="text-ink px-1 font-semibold">{title}</legend>
      {names.length === 0 ? <p className="text-faint">{props.empty}</p> : null}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-x-3 gap-y-1">
        {names.map((name) => (
          <div key={name} className="flex min-w-0 flex-wrap items-center gap-x-2">
            <label className="flex items-center gap-1.5">
              <input
                type="checkbox"
                checked={wanted.has(name)}
                onChange={(event) => toggle(name, event.target.checked)}
              />
              {name}
            </label>
            {notes(name)}
          </div>
        ))}
      </div>
      {props.children}
      {blocked ? <p className="text-warning">{blocked}</p> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          disabled={isBusy || isSame || blocked !== null || names.length === 0}
          onClick={() => setAsked(true)}
        >
          Apply {title.toLowerCase()}…
        </Button>
        <span role="status" className={result?.ok === false ? 'text-bad' : 'text-muted'}>
          {result ? `${result.ok ? '✓' : '✕'} ${result.words}` : ''}
        </span>
      </div>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        title={`Switch ${title.toLowerCase()} for everybody?`}
        confirmLabel="Switch for everybody"
        tone="danger"
        onConfirm={() => void apply()}
      >
        {question}
      </ConfirmDialog>
    </fieldset>
  );
}
