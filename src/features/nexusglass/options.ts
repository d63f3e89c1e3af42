import { z } from 'zod';

/** What a connection needs to know besides its addresses. */
export const nexusOptions = z.object({
  token: z.string().default('').meta({
    title: 'API key',
    description:
      'Starts with nxg_. Leave it empty behind a relay, which adds the key itself: the vendor forbids keys in browsers.',
    secret: true,
  }),
  symbols: z.string().default('').meta({
    title: 'Symbols',
    description:
      'Comma-separated, as in BTCUSDT,ETHUSDT; empty for all. Filtering on the server means that a jump in ids can no longer be told from a loss.',
  }),
});

export type NexusOptions = z.infer<typeof nexusOptions>;

/** The symbols asked for, as the wire spells them; empty: all. */
export function symbolsOf(options: Pick<NexusOptions, 'symbols'>): readonly string[] {
  const symbols = options.symbols
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((symbol) => symbol !== '');
  return [...new Set(symbols)];
}
