import { Group, Panel as Pane, Separator, useDefaultLayout } from 'react-resizable-panels';
import { ScrollRegion } from '~/ui/ScrollRegion';
import type { Panes } from './panes';

/** Panes whose sizes a person chooses, and which stay as they were left. */
export function WideLayout({ panes }: { readonly panes: Panes }) {
  const rows = useDefaultLayout({ id: 'vigil.layout.rows', storage: localStorage });
  const columns = useDefaultLayout({ id: 'vigil.layout.columns', storage: localStorage });
  const charts = useDefaultLayout({ id: 'vigil.layout.charts', storage: localStorage });
  return (
    <Group id="rows" orientation="vertical" className="p-1" {...rows}>
      <Pane id="top" minSize="30%" defaultSize="72%">
        <Group id="columns" orientation="horizontal" {...columns}>
          <Pane id="charts" minSize="25%" defaultSize="47%">
            <Group id="charts" orientation="vertical" {...charts}>
              <Pane id="bars" minSize="20%" defaultSize="60%">
                {panes.bars}
              </Pane>
              <Grip label="Resize bars and equity" flat />
              <Pane id="equity" minSize="20%" defaultSize="40%">
                {panes.equity}
              </Pane>
            </Group>
          </Pane>
          <Grip label="Resize charts and status" />
          <Pane id="boards" minSize="12%" defaultSize="27.5%">
            <ScrollRegion label="Status board" className="h-full">
              {panes.boards}
            </ScrollRegion>
          </Pane>
          <Grip label="Resize status and feed" />
          <Pane id="feed" minSize="15%" defaultSize="25.5%">
            {panes.feed}
          </Pane>
        </Group>
      </Pane>
      <Grip label="Resize the tables below" flat />
      <Pane id="desk" minSize="12%" defaultSize="28%">
        {panes.desk}
      </Pane>
    </Group>
  );
}

/** A separator that moves by pointer and by arrow keys. */
function Grip({ label, flat = false }: { readonly label: string; readonly flat?: boolean }) {
  const size = flat ? 'h-1 w-full' : 'w-1 h-full';
  return (
    <Separator
      aria-label={label}
      className={`${size} hover:bg-accent/60 data-[separator=active]:bg-accent shrink-0 bg-transparent`}
    />
  );
}
