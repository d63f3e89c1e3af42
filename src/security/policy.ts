/**
 * The content security policies of the built app. A policy can only be narrowed while a page lives, never widened, so what
 * the server sends allows every backend a person may yet configure; `strictPolicy` then leaves only those that are.
 */

const page = {
  'default-src': "'none'",
  'script-src': "'self'",
  // The page narrows this to a nonce of its own before anything is drawn, see `narrowPolicy`.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'connect-src': "'self' ws: wss: http: https:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'vigil',
};

/** For the `<meta>` of the built page. Browsers ignore `frame-ancestors` there. */
export const PAGE_POLICY = join(page);

/** For the header of the page, where the server can be told: nobody frames an order ticket. */
export const PAGE_HEADER = join({ ...page, 'frame-ancestors': "'none'" });

/** For the header of `/sw.js`: a page's policy does not govern what its worker fetches. */
export const WORKER_HEADER = join({
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'self' http: https:",
});

/** What the page adds for itself: styles that carry its nonce, and, if `origins` is given, no other addresses than these. */
export function narrowPolicy(nonce: string, origins: readonly string[] | null): string {
  return join({
    'style-src': `'self' 'nonce-${nonce}'`,
    ...(origins ? { 'connect-src': ["'self'", ...new Set(origins)].join(' ') } : {}),
  });
}

/** Origins of the addresses, as a policy names them; what is no address is left out. */
export function originsOf(addresses: readonly string[]): readonly string[] {
  return addresses.flatMap((address) => {
    if (!URL.canParse(address)) return [];
    const { protocol, host } = new URL(address);
    return [`${protocol}//${host}`];
  });
}

function join(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
