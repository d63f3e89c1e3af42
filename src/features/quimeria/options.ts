import { z } from 'zod';
import type { Connection } from '~/feature';
import { GRANULARITIES } from './interval';
import type { QuimeriaMessage } from './schema';
import type { QuimeriaState } from './state';

/** What a QUIMERIA connection needs to know besides its addresses: the feed that its user means to watch. */
export const optionsSchema = z.object({
  symbol: z.string().trim().min(1).default('EURUSDT').meta({
    title: 'Symbol',
    description:
      'Instrument of the live feed, as the exchange spells it. The server has one feed for all its clients.',
  }),
  granularity: z.enum(GRANULARITIES).default('1m').meta({
    title: 'Interval',
    description: 'Length of a candle. Until bars tell better, it says how long silence is normal.',
  }),
  mode: z.enum(['live', 'replay']).default('live').meta({
    title: 'Shows',
    description:
      'The live feed, or a replay desk on /ws/stream. Server and cursor are shared: a replay moves them for every client.',
  }),
});

export type QuimeriaOptions = z.infer<typeof optionsSchema>;

export type QuimeriaConnection = Connection<QuimeriaState, QuimeriaOptions, QuimeriaMessage>;
