import { useStore } from 'zustand';
import { Field, NumberInput } from '~/ui/Field';
import { deskOf } from '../trading/desks';
import type { Limits } from '../trading/guards';
import type { ViewProps } from './props';

/** What a person allows himself; checked before each order, across the tabs of this browser. */
export function OrderLimits({ connection }: ViewProps) {
  const desk = deskOf(connection);
  const limits = useStore(desk.store, (state) => state.limits);
  const field = (name: keyof Limits, label: string) => (
    <Field label={label}>
      <NumberInput
        value={limits[name]}
        onChange={(value) => {
          if (value !== null && value >= 0) desk.setLimits({ ...limits, [name]: value });
        }}
      />
    </Field>
  );
  return (
    <section
      aria-label="Order limits"
      className="border-line shrink-0 border-t p-2.5 @7xl:w-56 @7xl:border-t-0 @7xl:border-l @7xl:py-2"
    >
      <h3 className="text-muted mb-1 text-[12px] font-medium">Your limits</h3>
      <div className="grid grid-cols-2 gap-2">
        {field('perOrder', 'USD per order')}
        {field('perMinute', 'USD per minute')}
        {field('ordersPerMinute', 'Orders a minute')}
        {field('percentOff', '% off the market')}
      </div>
    </section>
  );
}
