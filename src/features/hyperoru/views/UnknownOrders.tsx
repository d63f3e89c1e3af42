import { useStore } from 'zustand';
import { Badge } from '~/ui/Badge';
import { deskOf } from '../trading/desks';
import type { ViewProps } from './props';

/** How many orders nobody knows the outcome of, for the tab that shows them: they must be noticed from any other. */
export function UnknownOrders({ connection }: ViewProps) {
  const count = useStore(
    deskOf(connection).store,
    ({ submissions }) => submissions.filter(({ outcome }) => outcome.status === 'unknown').length,
  );
  if (count === 0) return null;
  const words = `${count} ${count === 1 ? 'order' : 'orders'} whose outcome is unknown`;
  return (
    <Badge tone="warn" title={words}>
      <span aria-hidden="true">{count} unknown</span>
      <span className="sr-only"> {words}</span>
    </Badge>
  );
}
