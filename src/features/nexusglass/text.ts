// Control characters and those that reorder or hide text; none belongs in a one-line place.
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

/** Server text made fit for one line: bounded, without control and direction characters. Never markup. */
export function clip(text: string, limit = 120): string {
  // Cut before cleaning, so that a text of megabytes costs no more than a long one.
  const clean = text
    .slice(0, limit * 2)
    .replace(UNFIT, ' ')
    .trim();
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}

const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['usd', 'USD'],
  ['oi', 'OI'],
  ['cvd', 'CVD'],
  ['mm', 'MM'],
  ['btc', 'BTC'],
  ['eth', 'ETH'],
  ['id', 'id'],
]);

/** `LIQUIDATION_CLUSTER_ARMED` reads "Liquidation cluster armed", `intensity_usd` "Intensity USD". */
export function humanise(name: string): string {
  const words = clip(name, 60)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => ABBREVIATIONS.get(word.toLowerCase()) ?? word.toLowerCase());
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
