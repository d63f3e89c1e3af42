import { formatDateTime } from '~/lib/format';
import { Age } from '~/ui/Age';
import { Badge } from '~/ui/Badge';
import { Num } from '~/ui/Num';
import type { Account, Margin } from '../state';
import { marginUsage } from './account-summary';
import { Fact } from './Fact';

/** What the venue says of an account's margin. It comes over REST, apart from the equity, so it has an age of its own. */
export function MarginFacts({ account: { margin, environment } }: { readonly account: Account }) {
  return (
    <>
      <Fact
        label="Used margin"
        note={margin === null ? null : <Source margin={margin} environment={environment} />}
        title={margin === null ? UNTOLD : `As the venue tells it. ${takenWords(margin.atMs)}`}
      >
        <Num value={margin?.used} kind="money" unit="USD" />{' '}
        <span className="text-muted" title="Part of the venue’s balance; computed here">
          (<Num value={marginUsage(margin)} kind="fraction" />
          <span className="sr-only"> of the balance</span>)
        </span>
      </Fact>
      <Fact label="Free margin" title={margin === null ? UNTOLD : 'balance_available of the venue'}>
        <Num value={margin?.available} kind="money" unit="USD" />
      </Fact>
    </>
  );
}

const UNTOLD = 'The server has not told it on this connection.';

/** How old it is, and of which wallet where that is not the account's own. */
function Source({
  margin,
  environment,
}: {
  readonly margin: Margin;
  readonly environment: string | null;
}) {
  const isOther = margin.environment && environment !== null && margin.environment !== environment;
  return (
    <>
      <Age sinceMs={margin.receivedAtMs} />
      {isOther ? <Badge tone="warn">of {margin.environment}</Badge> : null}
    </>
  );
}

function takenWords(takenAtMs: number | null): string {
  return takenAtMs === null
    ? 'It has not said when it took this down.'
    : `Taken down at ${formatDateTime(takenAtMs, 'utc')} UTC by the server’s clock.`;
}
