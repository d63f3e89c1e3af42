import { lazyWindow } from '~/ui/lazy-view';
import { useTraceRef } from '~/ui/trace-location';

const TraceDialog = lazyWindow(() => import('./TraceDialog'), 'TraceDialog');

interface TraceHostProps {
  /** Let the charts be seen: one of them has been pointed at a bar. */
  onShowCharts(): void;
}

/** Shows the trace that the address bar asks for. */
export function TraceHost({ onShowCharts }: TraceHostProps) {
  const reference = useTraceRef();
  if (reference === null) return null;
  return <TraceDialog reference={reference} onShowCharts={onShowCharts} />;
}
