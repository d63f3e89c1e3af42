import type { ChartBand } from './chart-types';

/** One meaning of the bands that are drawn, and its colour; null for gaps, which are hatched. */
export interface BandLook {
  readonly kind: ChartBand['kind'];
  readonly label: string;
  readonly colour: string | null;
}

const WORDS: Record<ChartBand['kind'], string> = { regime: 'Regime', phase: 'Phase', gap: 'Gap' };

/** What the strips at the top of the chart mean, in words beside their colours. */
export function BandLegend({ looks }: { readonly looks: readonly BandLook[] }) {
  if (looks.length === 0) return null;
  const kinds = (['regime', 'phase'] as const).filter((kind) =>
    looks.some((look) => look.kind === kind),
  );
  return (
    <div
      role="group"
      aria-label="Legend of the bands"
      className="border-line text-muted hidden shrink-0 flex-wrap gap-x-4 border-t px-2.5 py-0.5 text-[11px] @md:flex"
    >
      {kinds.map((kind) => (
        <span key={kind} className="flex flex-wrap items-center gap-x-2">
          <span className="text-faint">{WORDS[kind]}</span>
          {looks
            .filter((look) => look.kind === kind)
            .map(({ label, colour }) => (
              <span key={label} className="flex items-center gap-1 whitespace-nowrap">
                <span
                  aria-hidden="true"
                  className="inline-block size-2.5"
                  style={{ background: colour ?? undefined }}
                />
                {label}
              </span>
            ))}
        </span>
      ))}
      {looks.some(({ kind }) => kind === 'gap') ? (
        <span className="flex items-center gap-1">
          <span
            aria-hidden="true"
            className="gap-hatch border-line-strong inline-block h-2.5 w-4 border"
          />
          {WORDS.gap}; paler: missed, loaded afterwards
        </span>
      ) : null}
    </div>
  );
}

/** Whether both say the same, so that nothing is drawn anew for it. */
export function sameLooks(a: readonly BandLook[], b: readonly BandLook[]): boolean {
  return (
    a.length === b.length &&
    a.every((look, place) => {
      const other = b[place];
      return (
        look.label === other?.label && look.kind === other.kind && look.colour === other.colour
      );
    })
  );
}
