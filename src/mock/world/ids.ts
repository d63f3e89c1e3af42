/** Ids of the world's things: never the same twice in one world, the same again in the next with that seed. */
export interface Ids {
  order(): string;
  decision(): string;
  trade(): number;
}

const SPACE = 0xffffff;
/** Without a common divisor with `SPACE`, so that every id comes once before any comes again. */
const STRIDE = 7_919_003;

export function createIds(seed: number): Ids {
  let [orders, decisions, trades] = [
    Math.abs(Math.trunc(seed)) + 1,
    Math.abs(Math.trunc(seed)) + 1,
    9000,
  ];
  const hex = (count: number) => ((count * STRIDE) % SPACE).toString(16).padStart(6, '0');
  return {
    order: () => `ord_${hex(orders++ % SPACE)}`,
    decision: () => `dec_${hex(decisions++ % SPACE)}`,
    trade: () => trades++,
  };
}
