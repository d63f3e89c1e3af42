import { MARK_STYLES } from './chart-marks';
import type { BarSeries, MarkShape } from './chart-types';
import { LAYER_IDS, layerOfLine, LAYERS, type LayerId } from './layers';
import { Menu } from './Menu';
import type { MenuItem } from './menu-item';

export interface LayerMenuProps {
  readonly series: BarSeries;
  readonly hidden: ReadonlySet<LayerId>;
  readonly onChange: (hidden: ReadonlySet<LayerId>) => void;
}

/** Switches the parts of a chart, and explains the letters of its marks. */
export function LayerMenu({ series, hidden, onChange }: LayerMenuProps) {
  const counts = countsOf(series);
  return (
    <Menu
      label="Layers"
      tone="quiet"
      align="end"
      items={[
        { kind: 'heading', id: 'critical', label: 'A letter with “!” is critical' },
        ...LAYER_IDS.map((id): MenuItem => ({
          kind: 'check',
          id,
          label: LAYERS[id],
          hint: hintOf(id, counts),
          checked: !hidden.has(id),
          onCheckedChange: (checked) => {
            const next = new Set(hidden);
            if (checked) next.delete(id);
            else next.add(id);
            onChange(next);
          },
        })),
      ]}
    />
  );
}

/** What its marks are called, beside their letters, and how many there are: "V Veto 45 · H Halt 2". */
function hintOf(id: LayerId, counts: Counts): string {
  const shapes = (Object.keys(MARK_STYLES) as MarkShape[]).filter(
    (shape) => MARK_STYLES[shape].layer === id,
  );
  if (shapes.length === 0) return String(counts.layers.get(id) ?? '');
  return shapes
    .map((shape) => {
      const { letter, word } = MARK_STYLES[shape];
      return `${letter} ${word} ${counts.shapes.get(shape) ?? 0}`;
    })
    .join(' · ');
}

interface Counts {
  readonly layers: ReadonlyMap<LayerId, number>;
  readonly shapes: ReadonlyMap<MarkShape, number>;
}

function countsOf({ marks, bands, lines }: BarSeries): Counts {
  const layers = new Map<LayerId, number>();
  const shapes = new Map<MarkShape, number>();
  for (const { shape } of marks) shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  const add = (id: LayerId) => layers.set(id, (layers.get(id) ?? 0) + 1);
  for (const { kind } of bands) add(kind);
  for (const { price, role } of lines) if (price !== 0) add(layerOfLine(role));
  return { layers, shapes };
}
