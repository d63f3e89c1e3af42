/**
 * Makes a function that stamps JSON objects for a measurement: `_seq` counts from 0, `_sentAtMs` is Unix time in
 * milliseconds with fractions. Schemas keep unknown keys, so a stamped frame is the same message.
 */
export function createStamp(now: () => number = preciseNow): (text: string) => string {
  let seq = 0;
  return (text) => {
    if (!text.startsWith('{') || text.startsWith('{}')) return text;
    const stamped = `{"_seq":${seq},"_sentAtMs":${now().toFixed(3)},${text.slice(1)}`;
    seq += 1;
    return stamped;
  };
}

function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
