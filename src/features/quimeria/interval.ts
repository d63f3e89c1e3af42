/** Granularities that the live feed accepts, in seconds; anything else silently becomes five minutes (8.1). */
const SECONDS: Readonly<Record<string, number>> = {
  '1m': 60,
  '3m': 180,
  '5m': 300,
  '15m': 900,
  '30m': 1_800,
  '1h': 3_600,
  '2h': 7_200,
  '4h': 14_400,
  '1d': 86_400,
};

export const GRANULARITIES = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '1d'] as const;

/** Length of a bar in seconds for a granularity as the server names it; null where it is not one that is known. */
export function intervalOf(granularity: string | null | undefined): number | null {
  return granularity && Object.hasOwn(SECONDS, granularity) ? SECONDS[granularity]! : null;
}
