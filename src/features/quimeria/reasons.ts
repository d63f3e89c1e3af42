/** Plain words for the veto reasons that are known (5.4), by their normalised spelling. */
const WORDS: Readonly<Record<string, string>> = {
  'MANDRA:DE<0': 'negative information gain (Mandra gate)',
  'TOPO:H1_FRACTURE': 'price topology is fractured',
  'FUSION:LAMBDA_VETO': 'a λ sensor vetoed the fused signal',
  'L3:LIAR_STATE': 'spectral phase is inverted (liar state)',
  'KL:REGIME_FRACTURE': 'price distribution drifted away from its regime',
  'CONF:INSUFFICIENT': 'confidence of the fused signal is too low',
};

const LAMBDAS: Readonly<Record<string, string>> = {
  λ7: 'macro veto',
  λ8: 'light-cone kill switch',
};

/** One spelling for what builds spell differently: Δ or D, Greek or Latin E, subscript or plain digits (QU-T12). */
export function normaliseReason(reason: string): string {
  return reason
    .trim()
    .replace(/[Δ∆]/g, 'D')
    .replace(/Ε/g, 'E')
    .replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
}

/** What a veto reason means, in words; an unknown reason verbatim. */
export function plainReason(reason: string): string {
  const normal = normaliseReason(reason);
  const known = Object.hasOwn(WORDS, normal) ? WORDS[normal] : undefined;
  if (known) return known;
  const [head = '', ...rest] = normal.split(':');
  const lambda = Object.hasOwn(LAMBDAS, head) ? LAMBDAS[head] : undefined;
  return lambda && rest.length > 0 ? `${lambda} (${head}): ${rest.join(':').trim()}` : reason;
}

/** Each reason once, though the kernel may name it twice or in two spellings. Order kept. */
export function distinctReasons(reasons: readonly (string | null)[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const reason of reasons) {
    if (reason !== null && !seen.has(normaliseReason(reason)))
      seen.set(normaliseReason(reason), reason);
  }
  return [...seen.values()];
}
