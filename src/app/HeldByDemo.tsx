import { useStore } from 'zustand';
import { Button } from '~/ui/Button';
import { heldByDemo } from './mode';
import { useServices } from './services';

/** Says which real connections wait while the demo is on, with the way out. Nothing where none does. */
export function HeldByDemo() {
  const { desk } = useServices();
  const held = heldByDemo(useStore(desk.store, ({ settings }) => settings));
  if (held.length === 0) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-2">
      <span>
        Not connected while the demo is on: {held.map(({ label }) => `“${label}”`).join(', ')}.
      </span>
      <Button size="small" onClick={desk.leaveDemo}>
        Leave the demo
      </Button>
    </div>
  );
}
