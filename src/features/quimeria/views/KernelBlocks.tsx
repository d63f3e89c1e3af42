import { useMemo } from 'react';
import { useStore } from 'zustand';
import { Badge } from '~/ui/Badge';
import { Num } from '~/ui/Num';
import { Time } from '~/ui/Time';
import { blockGroups, type Block, type BlockGroup } from '../block-rows';
import { selectCurrent } from '../select';
import { zonesOf } from '../zones';
import { BarChoice } from './BarChoice';
import { NoBarYet } from './NoBarYet';
import { useShown } from './use-shown';
import type { ViewProps } from './view-props';

/** Everything that the kernel said about the shown bar, block by block. */
export function KernelBlocks({ connection }: ViewProps) {
  const shown = useShown({ connection });
  const { step, series } = shown;
  const groups = useMemo(() => (step ? blockGroups(step) : []), [step]);
  if (!series) return <NoBarYet connection={connection} />;
  return (
    <div className="flex flex-col gap-3 p-2.5 text-[12px]">
      <BarChoice shown={shown} />
      {step && groups.every(({ title }) => title === 'Candle') ? (
        <p className="text-muted">This bar carries a candle and nothing else.</p>
      ) : null}
      {groups.map((group) => (
        <Group key={group.title} group={group} />
      ))}
      <Zones connection={connection} />
    </div>
  );
}

function Group({ group }: { readonly group: BlockGroup }) {
  return (
    <section aria-label={group.title}>
      <h3 className="text-ink mb-1 font-semibold">{group.title}</h3>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-2">
        {group.blocks.map((block) => (
          <BlockCard key={block.name} block={block} />
        ))}
      </div>
    </section>
  );
}

function BlockCard({ block }: { readonly block: Block }) {
  return (
    <section aria-label={block.name} className="border-line border p-2">
      <h4 className="text-muted mb-1 flex items-center justify-between gap-2">
        {block.name}
        {block.synthetic ? (
          <Badge tone="warn" title={block.synthetic}>
            synthetic
          </Badge>
        ) : null}
      </h4>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3">
        {block.rows.map(({ name, value, timeSec }) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="tabular min-w-0 text-right break-words">
              {timeSec === undefined ? value : <Time ms={timeSec * 1000} withDate />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The wire repeats its zones on each bar without id or time: here each is listed once. */
function Zones({ connection }: ViewProps) {
  const steps = useStore(connection.store, (state) => selectCurrent(state)?.steps ?? null);
  const zones = useMemo(
    () =>
      zonesOf(steps ?? [])
        .toReversed()
        .slice(0, 20),
    [steps],
  );
  if (zones.length === 0) return null;
  return (
    <table className="tabular w-full text-right">
      <caption className="text-ink text-left font-semibold">Zones, newest first</caption>
      <thead className="text-faint">
        <tr>
          <th scope="col" className="text-left font-normal">
            Type
          </th>
          <th scope="col" className="font-normal">
            Bottom
          </th>
          <th scope="col" className="font-normal">
            Top
          </th>
          <th scope="col" className="font-normal">
            First seen here
          </th>
        </tr>
      </thead>
      <tbody>
        {zones.map((zone) => (
          <tr key={zone.id}>
            <th scope="row" className="text-left font-normal">
              {zone.type}
            </th>
            <td>
              <Num value={zone.bottom} kind="quantity" />
            </td>
            <td>
              <Num value={zone.top} kind="quantity" />
            </td>
            <td>
              <Time ms={zone.firstSeenSec * 1000} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
