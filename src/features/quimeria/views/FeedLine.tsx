import { useStore } from 'zustand';
import { Badge, type Tone } from '~/ui/Badge';
import { Time } from '~/ui/Time';
import { selectFeed, type FeedView } from '../select';
import type { ViewProps } from './view-props';

const FEEDS: Readonly<Record<FeedView['state'], { readonly tone: Tone; readonly words: string }>> =
  {
    running: { tone: 'good', words: 'feed running' },
    stopped: { tone: 'bad', words: 'feed stopped on server' },
    unknown: { tone: 'neutral', words: 'feed not known' },
  };

/** The server's polling, which is neither our connection nor the age of the data. */
export function FeedLine({ connection }: ViewProps) {
  const state = useStore(connection.store);
  const feed = selectFeed(state);
  const report = state.feed;
  const { via, options } = connection.target;
  const asked = options.symbol.toUpperCase();
  // The demo feeds what its world has, whatever the connection's options say.
  const differs = via !== 'demo' && report?.symbol && report.symbol !== asked;
  return (
    <div className="text-muted flex flex-wrap items-center gap-x-2 gap-y-1 text-[12px]">
      <Badge
        tone={FEEDS[feed.state].tone}
        title={`${feed.why}; from GET /api/live/status, errors and bars`}
      >
        {FEEDS[feed.state].words}
      </Badge>
      {feed.state === 'stopped' ? <span>{feed.why}</span> : null}
      {report ? (
        <span>
          {report.symbol ?? 'no symbol'} {report.granularity ?? ''}, {clientWords(report.clients)},
          last candle handled{' '}
          <Time ms={report.lastBarSec === null ? null : report.lastBarSec * 1000} />
        </span>
      ) : null}
      {differs ? <span>(set up here: {asked})</span> : null}
    </div>
  );
}

function clientWords(clients: number | null | undefined): string {
  return clients === 1 ? '1 client' : `${clients ?? '—'} clients`;
}
