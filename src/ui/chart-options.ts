import {
  ColorType,
  CrosshairMode,
  type ChartOptions,
  type DeepPartial,
  type Time,
} from 'lightweight-charts';
import type { Zone } from '~/lib/format';
import { withAlpha, type ChartPalette } from './chart-palette';
import { axisLabel, crosshairLabel } from './chart-time';

/** What both charts have in common. Given anew when theme or zone change. */
export function chartOptions(palette: ChartPalette, zone: Zone): DeepPartial<ChartOptions> {
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: palette.surface },
      textColor: palette.muted,
      fontSize: 11,
      fontFamily: palette.font,
      // Its mark is set as markup, which our policy forbids; ChartFrame names the library.
      attributionLogo: false,
      panes: {
        separatorColor: palette.lineStrong,
        separatorHoverColor: withAlpha(palette.accent, 0.3),
      },
    },
    grid: {
      vertLines: { color: withAlpha(palette.line, 0.8) },
      horzLines: { color: withAlpha(palette.line, 0.8) },
    },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: palette.faint, labelBackgroundColor: palette.lineStrong },
      horzLine: { color: palette.faint, labelBackgroundColor: palette.lineStrong },
    },
    rightPriceScale: { borderColor: palette.line },
    timeScale: {
      borderColor: palette.line,
      timeVisible: true,
      secondsVisible: false,
      minBarSpacing: 0.2,
      tickMarkFormatter: (time: Time, tickType: number) => axisLabel(Number(time), tickType, zone),
    },
    localization: {
      locale: 'en-GB',
      timeFormatter: (time: Time) => crosshairLabel(Number(time), zone),
    },
  };
}
