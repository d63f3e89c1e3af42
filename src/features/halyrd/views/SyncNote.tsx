import { useStore } from 'zustand';
import { Badge } from '~/ui/Badge';
import { Time } from '~/ui/Time';
import { restHealth, type LoadState } from '../rest';
import type { Resource } from '../schema';
import type { ViewProps } from './view-props';

interface Props extends ViewProps {
  /** The REST resource whose rows the view shows. */
  readonly resource: Resource;
  /** `event` of that resource's message, by which unreadable rows are counted. */
  readonly event: string;
}

/** One line on how complete a list is: history read or not, polled or live, rows that could not be read. */
export function SyncNote({ connection, resource, event }: Props) {
  const { load, missing } = useStore(restHealth(connection));
  const isLive = useStore(connection.status, ({ state }) => state.status === 'live');
  const unreadable = useStore(connection.store, (state) => state.unreadable[event] ?? 0);
  return (
    <p className="text-muted border-line flex flex-wrap items-center gap-2 border-b px-2.5 py-1 text-[12px]">
      {missing.includes(resource) ? (
        <Badge tone="warn">This backend has no /{resource}: stream only</Badge>
      ) : (
        <LoadWords load={load} isLive={isLive} />
      )}
      {unreadable > 0 ? (
        <Badge tone="warn">
          {unreadable} {unreadable === 1 ? 'row' : 'rows'} could not be read; see the inspector
        </Badge>
      ) : null}
    </p>
  );
}

function LoadWords({ load, isLive }: { readonly load: LoadState; readonly isLive: boolean }) {
  switch (load.kind) {
    case 'never':
      return <>History not read yet: it is read over REST once the stream is open.</>;
    case 'loading':
      return <>Reading history over REST…</>;
    case 'complete':
      return (
        <span>
          {isLive ? 'In sync, history read at ' : 'Polling, up to 30 s late; last read at '}
          <Time ms={load.atMs} />
        </span>
      );
    case 'failed':
      return <Badge tone="warn">History incomplete: {load.words}. Asked again every 30 s.</Badge>;
  }
}
