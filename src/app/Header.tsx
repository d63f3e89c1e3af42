import { useStore } from 'zustand';
import { formatTime } from '~/lib/format';
import { Button } from '~/ui/Button';
import { Menu } from '~/ui/Menu';
import { PLAY_MODES, type Mode } from '~/ui/page-mode';
import { setPreferences, usePreferences, useZone } from '~/ui/preferences';
import { useNow } from '~/ui/use-now';
import { ConnectionChip } from './ConnectionChip';
import type { EditRequest } from './connections/edit-request';
import { MODE_WORDS } from './mode';
import { useServices } from './services';
import { hasTwin } from './twins';

export type View = 'dashboard' | 'inspector';

interface HeaderProps {
  readonly mode: Mode;
  readonly view: View;
  onView(view: View): void;
  onConnections(): void;
  onEdit(request: EditRequest): void;
  onDemo(): void;
  onFind(): void;
}

const MODE_TONES: Record<Mode, string> = {
  LIVE: 'border-bad text-bad',
  PAPER: 'border-accent text-accent',
  DEMO: 'border-warning text-warning',
  REPLAY: 'border-warning text-warning',
  'NO CONNECTION': 'border-line-strong text-muted',
  WATCHING: 'border-line-strong text-ink',
};

/** The mode in a word, one chip per connection, and the ways to everything else. */
export function Header({ mode, view, onView, onConnections, onEdit, onDemo, onFind }: HeaderProps) {
  const { desk } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  return (
    <header className="border-line bg-raised relative flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b px-2 py-1 sm:py-1.5">
      <h1 className="sr-only text-[14px] font-semibold tracking-tight sm:not-sr-only">Vigil</h1>
      {/* On a phone the banner below says the word, and the buttons need its place. */}
      <span
        title={MODE_WORDS[mode]}
        className={`rounded-[3px] border px-1.5 py-0.5 text-[11px] font-bold tracking-wide ${MODE_TONES[mode]} ${PLAY_MODES.has(mode) ? 'max-sm:hidden' : ''}`}
      >
        {mode}
      </span>
      <nav
        aria-label="Connections"
        className="order-last grid max-h-24 w-full min-w-0 grid-cols-2 items-center gap-1 overflow-y-auto sm:flex sm:flex-wrap lg:order-none lg:w-auto lg:flex-1"
      >
        {connections.map((connection) => (
          <ConnectionChip
            key={connection.id}
            connection={connection}
            onEdit={onEdit}
            isOneOfSeveral={hasTwin(connection, connections)}
          />
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-1 max-sm:flex-1 max-sm:flex-wrap max-sm:[&>*]:grow">
        <WallClock />
        <Button
          size="small"
          onClick={onFind}
          aria-keyshortcuts="Control+K Meta+K"
          title="Find an order, a view, a table, a connection (Ctrl+K)"
        >
          Find
        </Button>
        {mode === 'DEMO' ? (
          <Button size="small" onClick={onDemo}>
            Demo
          </Button>
        ) : null}
        <Button size="small" onClick={onConnections}>
          Connections
        </Button>
        <Button
          size="small"
          aria-pressed={view === 'inspector'}
          tone={view === 'inspector' ? 'primary' : 'neutral'}
          onClick={() => onView(view === 'inspector' ? 'dashboard' : 'inspector')}
        >
          Inspector
        </Button>
        <AppearanceMenu />
      </div>
    </header>
  );
}

function WallClock() {
  const zone = useZone();
  const nowMs = useNow(1_000);
  return (
    <time
      dateTime={new Date(nowMs).toISOString()}
      className="text-muted tabular hidden text-[12px] sm:inline"
    >
      {formatTime(nowMs, zone)} {zone === 'utc' ? 'UTC' : 'local'}
    </time>
  );
}

function AppearanceMenu() {
  const { theme, zone, direction } = usePreferences();
  const themes = { system: 'As the system', dark: 'Dark', light: 'Light' } as const;
  const directions = {
    classic: 'Green up, red down',
    safe: 'Blue up, orange down (colour-safe)',
    swapped: 'Red up, green down',
  } as const;
  return (
    <Menu
      label="View"
      align="end"
      items={[
        { kind: 'heading', id: 'theme', label: 'Theme' },
        ...entries(themes).map(([id, label]) => ({
          kind: 'check' as const,
          id,
          label,
          checked: theme === id,
          onCheckedChange: () => setPreferences({ theme: id }),
        })),
        { kind: 'separator', id: 'one' },
        { kind: 'heading', id: 'direction', label: 'Direction colours' },
        ...entries(directions).map(([id, label]) => ({
          kind: 'check' as const,
          id,
          label,
          checked: direction === id,
          onCheckedChange: () => setPreferences({ direction: id }),
        })),
        { kind: 'separator', id: 'two' },
        {
          kind: 'check',
          id: 'zone',
          label: 'Times in UTC',
          checked: zone === 'utc',
          onCheckedChange: (utc) => setPreferences({ zone: utc ? 'utc' : 'local' }),
        },
      ]}
    />
  );
}

function entries<Key extends string>(record: Readonly<Record<Key, string>>): [Key, string][] {
  return Object.entries(record) as [Key, string][];
}
