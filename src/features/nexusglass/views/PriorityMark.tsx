import { clip } from '../text';

const LOOKS: ReadonlyMap<string, { readonly shape: string; readonly look: string }> = new Map([
  ['P0', { shape: '◆', look: 'text-critical font-semibold' }],
  ['P1', { shape: '▲', look: 'text-warning font-medium' }],
  ['P2', { shape: '●', look: 'text-notice' }],
]);
const UNKNOWN_LOOK = { shape: '○', look: 'text-muted' };

/** A priority as shape, label and colour, so that none of them carries it alone. */
export function PriorityMark({ priority }: { readonly priority: string }) {
  const { shape, look } = LOOKS.get(priority) ?? UNKNOWN_LOOK;
  return (
    <span className={`whitespace-nowrap ${look}`}>
      <span aria-hidden="true">{shape}</span> {clip(priority, 20)}
    </span>
  );
}
