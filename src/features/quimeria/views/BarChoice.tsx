import { formatFraction } from '~/lib/format';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { Time } from '~/ui/Time';
import { chooseTime } from '~/ui/time-cursor';
import type { Shown } from '../history';
import { positionWords, progressOf } from '../step';

/** Says which bar the details below are of, and leads back to the newest. */
export function BarChoice({ shown }: { readonly shown: Shown }) {
  const { step, isChosen } = shown;
  const progress = step && progressOf(step);
  return (
    <p className="text-muted flex flex-wrap items-center gap-2 text-[12px]">
      {isChosen ? <Badge tone="info">chosen bar</Badge> : <span>Newest bar</span>}
      {step ? (
        <span>
          of <Time ms={step.bar.time * 1000} withDate />
          {progress === null ? '' : `, ${positionWords(step)} (${formatFraction(progress, 0)})`}
        </span>
      ) : (
        <span>
          Only the candle of this bar is held: details are kept of the newest, at most 500.
        </span>
      )}
      {isChosen ? (
        <Button size="small" onClick={() => chooseTime(null)}>
          Follow the newest
        </Button>
      ) : (
        <span className="text-faint">
          click a candle or read it with the arrow keys to choose it
        </span>
      )}
    </p>
  );
}
