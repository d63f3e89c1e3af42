import type {
  IPanePrimitive,
  IPrimitivePaneRenderer,
  ITimeScaleApi,
  Logical,
  PaneAttachedParameter,
  Time,
} from 'lightweight-charts';
import { bandColour } from './band-colour';
import type { PlacedBand } from './band-layout';
import type { BandLook } from './BandLegend';
import { withAlpha, type ChartPalette } from './chart-palette';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

const STRIP_PX = 15;
const HATCH_PX = 6;
/** A band narrower than this could not be seen. */
const MIN_PX = 3;
/** More meanings than these no legend could tell. */
const MAX_LOOKS = 16;

/**
 * Spans of time behind the candles or lines. Regimes and phases have a strip with their name at the top, regimes a
 * tint below it; gaps are hatched from top to bottom.
 */
export class BandsPrimitive implements IPanePrimitive<Time> {
  #bands: readonly PlacedBand[] = [];
  #palette: ChartPalette;
  #attached: PaneAttachedParameter<Time> | null = null;
  readonly #views = [
    {
      zOrder: () => 'bottom' as const,
      renderer: (): IPrimitivePaneRenderer => ({ draw: (target) => this.#draw(target) }),
    },
  ];

  constructor(palette: ChartPalette) {
    this.#palette = palette;
  }

  attached(parameter: PaneAttachedParameter<Time>): void {
    this.#attached = parameter;
  }

  detached(): void {
    this.#attached = null;
  }

  paneViews() {
    return this.#views;
  }

  show(bands: readonly PlacedBand[]): void {
    this.#bands = bands;
    this.#attached?.requestUpdate();
  }

  /** What is shown, each meaning once. */
  looks(): readonly BandLook[] {
    const looks = new Map<string, BandLook>();
    for (const { band } of this.#bands) {
      const { kind } = band;
      const label = kind === 'gap' ? '' : band.label;
      const colour = kind === 'gap' ? null : bandColour(this.#palette, kind, label);
      looks.set(`${kind} ${label}`, { kind, label, colour });
    }
    return [...looks.values()].slice(0, MAX_LOOKS);
  }

  restyle(palette: ChartPalette): void {
    this.#palette = palette;
    this.#attached?.requestUpdate();
  }

  #draw(target: Target): void {
    const scale = this.#attached?.chart.timeScale();
    if (!scale) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const placed of this.#bands) {
        const left = edge(scale, placed.left);
        const right = edge(scale, placed.right);
        if (left === null || right === null || right < 0 || left > mediaSize.width) continue;
        const box = {
          x: Math.max(-1, left),
          width: Math.max(MIN_PX, Math.min(right, mediaSize.width + 1) - Math.max(-1, left)),
          height: mediaSize.height,
        };
        const { kind, label } = placed.band;
        if (kind === 'gap') this.#drawGap(context, box, placed);
        else this.#drawStrip(context, box, placed, bandColour(this.#palette, kind, label));
      }
    });
  }

  #drawGap(context: CanvasRenderingContext2D, box: Box, { band, row, scope }: PlacedBand): void {
    const { muted } = this.#palette;
    const top = scope === 'row' ? row * STRIP_PX : 0;
    const height = scope === 'row' ? STRIP_PX - 1 : box.height;
    context.save();
    context.beginPath();
    context.rect(box.x, top, box.width, height);
    context.clip();
    context.fillStyle = withAlpha(muted, 0.06);
    context.fillRect(box.x, top, box.width, height);
    context.strokeStyle = withAlpha(muted, 0.42);
    context.lineWidth = 1;
    context.beginPath();
    // Counted from the pane's corner, so that the hatch stands still while the band grows.
    const start = Math.floor((box.x - box.height) / HATCH_PX) * HATCH_PX;
    for (let x = start; x < box.x + box.width; x += HATCH_PX) {
      context.moveTo(x, box.height);
      context.lineTo(x + box.height, 0);
    }
    context.stroke();
    context.restore();
    this.#drawLabel(context, box, top + height / 2, band.label, true);
  }

  #drawStrip(
    context: CanvasRenderingContext2D,
    box: Box,
    { band, row, scope }: PlacedBand,
    colour: string,
  ): void {
    const top = row * STRIP_PX;
    if (band.kind === 'regime' && scope === 'pane') {
      context.fillStyle = withAlpha(colour, 0.05);
      context.fillRect(box.x, top, box.width, box.height - top);
    }
    context.fillStyle = withAlpha(colour, 0.2);
    context.fillRect(box.x, top, box.width, STRIP_PX - 1);
    context.fillStyle = colour;
    context.fillRect(box.x, top, 2, STRIP_PX - 1);
    this.#drawLabel(context, box, top + (STRIP_PX - 1) / 2, band.label, false);
  }

  #drawLabel(
    context: CanvasRenderingContext2D,
    box: Box,
    middle: number,
    label: string,
    boxed: boolean,
  ): void {
    // Where the band begins to the left of the pane, its name stays in sight.
    const x = Math.max(0, box.x) + 6;
    const room = box.x + box.width - x - 4;
    context.font = `10px ${this.#palette.font}`;
    const text = fitted(context, label, room);
    if (text === '') return;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    if (boxed) {
      context.fillStyle = this.#palette.surface;
      context.fillRect(x - 3, middle - 7, context.measureText(text).width + 6, 14);
    }
    context.fillStyle = this.#palette.ink;
    context.fillText(text, x, middle + 0.5);
  }
}

interface Box {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** Pixel of a place between two slots: half way between their middles. */
function edge(scale: ITimeScaleApi<Time>, place: number): number | null {
  const before = scale.logicalToCoordinate(Math.floor(place) as Logical);
  const after = scale.logicalToCoordinate(Math.ceil(place) as Logical);
  return before === null || after === null ? null : (before + after) / 2;
}

const SHORTEST = 3;

/** As much of a text as fits, with an ellipsis; nothing rather than a letter or two. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let length = Math.min(text.length - 1, Math.floor(room / 4));
  while (length >= SHORTEST && context.measureText(`${text.slice(0, length)}…`).width > room)
    length -= 1;
  return length < SHORTEST ? '' : `${text.slice(0, length)}…`;
}
