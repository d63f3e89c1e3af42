import { useEffect, useState } from 'react';
import { formatDateTime, formatNumber } from '~/lib/format';
import { Button } from '~/ui/Button';
import { EmptyState } from '~/ui/EmptyState';
import { Field, Select } from '~/ui/Field';
import { Switch } from '~/ui/Switch';
import { useZone } from '~/ui/preferences';
import { useServices } from '../services';
import { DemoSheet } from './DemoSheet';
import { controlDemo, readDemoState, type DemoState } from './demo-control';
import { FAULT_GROUPS, type DemoFault } from './faults';

const SPEEDS = [1, 10, 60, 120, 300, 600];
const POLL_MS = 1_000;

/** Speed and faults of the demo backend: the switches that tests use, for a person's hand. */
export function DemoDialog({ onClose }: { onClose(): void }) {
  const { state, problem, act } = useDemo();
  const [wireId, setWireId] = useState<string | null>(null);
  const zone = useZone();
  const wire = state?.wires.find(({ id }) => id === wireId) ?? state?.wires[0];
  const { features } = useServices();
  const titleOf = (id: string) => features.find((feature) => feature.id === id)?.title ?? id;
  return (
    <DemoSheet
      onClose={onClose}
      title="Demo backend"
      description="Invented data from a real server. Break a wire and watch what Vigil says about it."
    >
      {problem ? (
        <p role="alert" className="text-bad mb-2 text-[12px]">
          {problem}
        </p>
      ) : null}
      {!state || !wire ? (
        <EmptyState
          title="Asking the demo backend…"
          hint="It is served by the development and preview servers only."
        />
      ) : (
        <div className="flex flex-col gap-4">
          <div className="flex flex-wrap items-end gap-4">
            <Field label="World clock runs">
              <Select
                value={String(state.speed)}
                options={speedsWith(state.speed).map((speed) => ({
                  value: String(speed),
                  label: `${speed}× real time`,
                }))}
                onChange={(speed) => act('speed', { speed: Number(speed) })}
              />
            </Field>
            <p className="text-muted tabular text-[12px]">
              World time {formatDateTime(state.worldNowMs, zone)}, seed {state.seed}
            </p>
            <Button size="small" onClick={() => act('reset', {})}>
              New world, same seed
            </Button>
          </div>
          <div className="flex flex-wrap items-end gap-4">
            <Field label="Wire">
              <Select
                value={wire.id}
                options={state.wires.map(({ id }) => ({ value: id, label: titleOf(id) }))}
                onChange={setWireId}
              />
            </Field>
            <p className="text-muted tabular text-[12px]">
              {wire.sockets} open, {formatNumber(wire.emitted, 0)} sent,{' '}
              {formatNumber(wire.withheld, 0)} withheld
            </p>
            <Button size="small" onClick={() => act('clear', { wire: wire.id })}>
              Clear its faults
            </Button>
          </div>
          {FAULT_GROUPS.map(({ title, faults }) => (
            <section key={title} aria-label={`${title}: faults of ${titleOf(wire.id)}`}>
              <h3 className="text-muted mb-1.5 text-[12px] font-semibold">{title}</h3>
              <ul className="flex flex-col gap-2">
                {faults.map((fault) => (
                  <FaultRow
                    key={fault.name}
                    fault={fault}
                    on={isOn(wire.faults[fault.name])}
                    onSwitch={(value) => act('fault', { wire: wire.id, fault: fault.name, value })}
                  />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </DemoSheet>
  );
}

function FaultRow({
  fault,
  on,
  onSwitch,
}: {
  readonly fault: DemoFault;
  readonly on: boolean;
  onSwitch(value: unknown): void;
}) {
  const { choices = [] } = fault;
  const [place, setPlace] = useState(0);
  const value = choices[place]?.value ?? fault.value ?? true;

  function choose(next: number): void {
    setPlace(next);
    if (on) onSwitch(choices[next]?.value);
  }

  return (
    <li className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p>{fault.label}</p>
        <p className="text-faint text-[12px]">{fault.hint}</p>
      </div>
      {choices.length > 0 ? (
        <Select
          aria-label={`How: ${fault.label}`}
          className="h-6! w-auto! max-w-32 text-[12px]!"
          value={String(place)}
          options={choices.map(({ label }, index) => ({ value: String(index), label }))}
          onChange={(next) => choose(Number(next))}
        />
      ) : null}
      {fault.lasting ? (
        <Switch
          checked={on}
          label={fault.label}
          onChange={(checked) => onSwitch(checked ? value : false)}
        />
      ) : (
        <Button size="small" aria-label={`Do it: ${fault.label}`} onClick={() => onSwitch(value)}>
          Do it
        </Button>
      )}
    </li>
  );
}

function isOn(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function speedsWith(speed: number): readonly number[] {
  return SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed].sort((a, b) => a - b);
}

/** The demo backend's state, asked for each second while shown, and the way to act on it. */
function useDemo(): {
  readonly state: DemoState | null;
  readonly problem: string | null;
  act(act: Parameters<typeof controlDemo>[0], body: Readonly<Record<string, unknown>>): void;
} {
  const [state, setState] = useState<DemoState | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let shown = true;
    const poll = () => void readDemoState().then((next) => shown && next && setState(next));
    poll();
    const timer = setInterval(poll, POLL_MS);
    return () => {
      shown = false;
      clearInterval(timer);
    };
  }, []);

  return {
    state,
    problem,
    act(act, body) {
      void controlDemo(act, body).then(async (failed) => {
        setProblem(failed);
        const next = await readDemoState();
        if (next) setState(next);
      });
    },
  };
}
