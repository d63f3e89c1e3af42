import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { TimelineEntry } from '~/timeline/entry';
import { Button } from '~/ui/Button';
import { lazyView, lazyWindow } from '~/ui/lazy-view';
import { PLAY_MODES, usePageMode } from '~/ui/page-mode';
import { closeTrace } from '~/ui/trace-location';
import { useNow } from '~/ui/use-now';
import type { EditRequest } from './connections/edit-request';
import { ConnectionHosts } from './ConnectionHosts';
import { Dashboard } from './dashboard/Dashboard';
import { usePinned } from './dashboard/use-attention';
import { Header, type View } from './Header';
import { HeldByDemo } from './HeldByDemo';
import { MODE_WORDS, modeOf } from './mode';
import { PartBoundary } from './PartBoundary';
import { usePaletteKey } from './palette/use-palette-key';
import { useServices } from './services';
import { TraceHost } from './trace/TraceHost';
import { UpdateNotice } from './UpdateNotice';

const InspectorView = lazyView(() => import('./inspector/InspectorView'), 'InspectorView');
const FirstRun = lazyView(() => import('./connections/FirstRun'), 'FirstRun');
const ConnectionsDialog = lazyWindow(
  () => import('./connections/ConnectionsDialog'),
  'ConnectionsDialog',
);
const DemoDialog = lazyWindow(() => import('./demo/DemoDialog'), 'DemoDialog');
const Palette = lazyWindow(() => import('./palette/Palette'), 'Palette');

type Open = 'connections' | 'demo' | 'palette' | null;

const WINDOWS: Record<NonNullable<Open>, string> = {
  connections: 'The list of connections',
  demo: 'The demo menu',
  palette: 'The palette',
};

/** Connections, and beside them whatever is shown: what is live stays live although that may fail. */
export function App() {
  return (
    <>
      <ConnectionHosts />
      <PartBoundary part="Vigil">
        <TabWord />
        <Shell />
      </PartBoundary>
    </>
  );
}

function Shell() {
  const { desk, recorder } = useServices();
  const { settings, connections } = useStore(desk.store);
  const [view, setView] = useState<View>('dashboard');
  const [open, setOpen] = useState<Open>(null);
  const [frame, setFrame] = useState<{ connectionId: string; frameId: number } | null>(null);
  const [asked, setAsked] = useState<EditRequest>();
  // Nothing but the shell says it; before its first word it is worked out.
  const mode = usePageMode(({ word }) => word) ?? modeOf(connections);

  const wires = useMemo(
    () =>
      connections.map(({ id, label, featureId, feature }) => ({
        id,
        label,
        featureId,
        title: feature.title,
      })),
    [connections],
  );

  function openFrame({ connectionId, frameId }: TimelineEntry): void {
    setFrame({ connectionId, frameId });
    setView('inspector');
  }

  usePaletteKey(() => setOpen('palette'));

  function show(next: View, section?: 'bars' | 'desk') {
    setFrame(null);
    setView(next);
    // In the one column of a narrow screen it may be out of sight.
    requestAnimationFrame(() => document.getElementById(`section-${section}`)?.scrollIntoView());
  }

  return (
    <div className="bg-surface text-ink flex h-dvh flex-col">
      <PartBoundary part="The header">
        <Header
          mode={mode}
          view={view}
          onView={(next) => {
            setFrame(null);
            setView(next);
          }}
          onConnections={() => setOpen('connections')}
          onEdit={(request) => {
            setAsked(request);
            setOpen('connections');
          }}
          onDemo={() => setOpen(open === 'demo' ? null : 'demo')}
          onFind={() => setOpen('palette')}
        />
      </PartBoundary>
      {PLAY_MODES.has(mode) ? (
        <section
          aria-label="Mode"
          className="border-line text-warning flex shrink-0 flex-wrap items-center gap-x-3 border-b px-2.5 text-[12px] sm:py-0.5"
        >
          <p>
            <strong>{mode}</strong> · {MODE_WORDS[mode]}
          </p>
          <HeldByDemo />
        </section>
      ) : null}
      <Notices />
      <UpdateNotice />
      <main className="min-h-0 flex-1">
        {settings.length === 0 ? (
          <PartBoundary key="first" part="The first screen">
            <FirstRun />
          </PartBoundary>
        ) : view === 'inspector' ? (
          <PartBoundary key="inspector" part="The inspector">
            <InspectorView
              recorder={recorder}
              connections={wires}
              {...(frame ? { initialFrame: frame } : {})}
            />
          </PartBoundary>
        ) : (
          <PartBoundary key="dashboard" part="The dashboard">
            <Dashboard onOpenFrame={openFrame} />
          </PartBoundary>
        )}
      </main>
      <PartBoundary part="The trace" onClose={closeTrace}>
        <TraceHost onShowCharts={() => show('dashboard', 'bars')} />
      </PartBoundary>
      {open === null ? null : (
        <PartBoundary key={open} part={WINDOWS[open]} onClose={() => setOpen(null)}>
          {open === 'connections' ? (
            <ConnectionsDialog
              asked={asked}
              onClose={() => {
                setAsked(undefined);
                setOpen(null);
              }}
            />
          ) : null}
          {open === 'palette' ? (
            <Palette
              show={show}
              openConnections={() => setOpen('connections')}
              openDemo={mode === 'DEMO' ? () => setOpen('demo') : null}
              onClose={() => setOpen(null)}
            />
          ) : null}
          {open === 'demo' ? <DemoDialog onClose={() => setOpen(null)} /> : null}
        </PartBoundary>
      )}
    </div>
  );
}

/**
 * Says the mode, looked at once a second and whenever connections change; in the tab's title as well, behind the count of
 * what is not acknowledged. Draws nothing, so that the shell is drawn anew only when the word is another.
 */
function TabWord() {
  const { desk } = useServices();
  const connections = useStore(desk.store, (state) => state.connections);
  useNow(1_000);
  const mode = modeOf(connections);
  const unread = usePinned().length;
  useEffect(() => {
    usePageMode.setState({ word: mode });
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${mode} · Vigil`;
  }, [mode, unread]);
  return null;
}

function Notices() {
  const { desk } = useServices();
  const notices = useStore(desk.store, (state) => state.notices);
  return notices.map((notice) => (
    <div
      key={notice}
      role="alert"
      className="border-line text-warning flex shrink-0 items-center gap-2 border-b px-2.5 py-1 text-[12px]"
    >
      <span className="min-w-0 flex-1">{notice}</span>
      <Button size="small" onClick={() => desk.dismissNotice(notice)}>
        Dismiss
      </Button>
    </div>
  ));
}
