import { Button } from './Button';

/** Over a chart that was scrolled away from the newest. */
export function NewestButton({ onPress }: { readonly onPress: () => void }) {
  return (
    <div className="absolute right-36 bottom-9 z-20">
      <Button size="small" onClick={onPress}>
        Newest <span aria-hidden="true">→</span>
      </Button>
    </div>
  );
}
