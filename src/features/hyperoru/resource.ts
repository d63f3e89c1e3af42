/** Rows of some REST answers name neither account nor symbol, so the resource's own name carries what was asked for. */
export function resourceName(kind: string, ...about: readonly string[]): string {
  return [kind, ...about.map(encodeURIComponent)].join('/');
}

/** The kind of a resource and what was asked about: `klines/data/BTC/1m` is `klines/data` about BTC and 1m. */
export function readResource(resource: string): {
  readonly kind: string;
  readonly about: readonly string[];
} {
  const [group = '', name = '', ...about] = resource.split('/');
  return { kind: `${group}/${name}`, about: about.map(decoded) };
}

/** A name out of a recording may be anything. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
