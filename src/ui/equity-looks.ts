import type {
  AreaSeriesPartialOptions,
  AutoscaleInfo,
  LineSeriesPartialOptions,
} from 'lightweight-charts';
import { formatNumber, formatSigned } from '~/lib/format';
import { withAlpha, type ChartPalette } from './chart-palette';

export type EquityMode = 'value' | 'percent';

/** How one account or agent looks. */
export interface EquityLook {
  readonly color: string;
  readonly visible: boolean;
  readonly mode: EquityMode;
  /** Stands at the end of its line where there are several; null: it is the only one. */
  readonly name: string | null;
}

/** Its line in the upper pane. */
export function lineOptions(look: EquityLook): LineSeriesPartialOptions {
  return {
    color: look.color,
    visible: look.visible,
    lineWidth: 2,
    priceLineVisible: false,
    crosshairMarkerVisible: false,
    title: look.name ?? '',
    priceFormat: valueFormat(look.mode),
  };
}

/** Its drawdown in the lower pane, hanging from the surface. */
export function drawdownOptions({ color, visible, name }: EquityLook): AreaSeriesPartialOptions {
  // Several fills over one another would be mud.
  const fill = withAlpha(color, name === null ? 0.2 : 0.04);
  return {
    lineColor: color,
    visible,
    topColor: fill,
    bottomColor: fill,
    invertFilledArea: true,
    lineWidth: 1,
    priceLineVisible: false,
    crosshairMarkerVisible: false,
    priceFormat: {
      type: 'custom',
      minMove: 0.01,
      formatter: (value: number) => `${formatNumber(value, 1)} %`,
    },
    // The surface is always in sight, and a calm account does not fill the pane with its noise.
    autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => {
      const range = original()?.priceRange;
      return { priceRange: { minValue: Math.min(-1, range?.minValue ?? -1), maxValue: 0 } };
    },
  };
}

export function valueFormat(mode: EquityMode) {
  const formatter = (value: number) =>
    mode === 'percent' ? `${formatSigned(value)} %` : formatNumber(value, 2);
  return { type: 'custom' as const, minMove: 0.01, formatter };
}

/** The title of the lower pane. */
export function titleOptions({ faint, font }: ChartPalette) {
  return {
    horzAlign: 'right' as const,
    vertAlign: 'bottom' as const,
    lines: [{ text: 'Drawdown', color: faint, fontSize: 10, fontFamily: font }],
  };
}
