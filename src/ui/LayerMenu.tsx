import { MARK_STYLES } from './chart-marks';
import type { BarSeries } from './chart-types';
import { LAYER_IDS, layerOfLine, LAYERS, type LayerId } from './layers';
import { Menu } from './Menu';

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
      items={LAYER_IDS.map((id) => ({
        kind: 'check',
        id,
        label: LAYERS[id],
        hint: [LETTERS.get(id), counts.get(id)].filter(Boolean).join('  '),
        checked: !hidden.has(id),
        onCheckedChange: (checked) => {
          const next = new Set(hidden);
          if (checked) next.delete(id);
          else next.add(id);
          onChange(next);
        },
      }))}
    />
  );
}

/** Letters of the marks in each layer: "V H R". */
const LETTERS: ReadonlyMap<LayerId, string> = new Map(
  LAYER_IDS.map((id) => [
    id,
    Object.values(MARK_STYLES)
      .filter(({ layer }) => layer === id)
      .map(({ letter }) => letter)
      .join(' '),
  ]),
);

function countsOf({ marks, bands, lines }: BarSeries): ReadonlyMap<LayerId, number> {
  const counts = new Map<LayerId, number>();
  const add = (id: LayerId) => counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const { shape } of marks) add(MARK_STYLES[shape].layer);
  for (const { kind } of bands) add(kind);
  for (const { price, role } of lines) if (price !== 0) add(layerOfLine(role));
  return counts;
}
