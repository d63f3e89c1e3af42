/**
 * Whether a host is this machine and nothing else: `localhost`, a name below it, or a loopback address. `hostname` is what
 * `URL.hostname` gives (lower case, IPv6 in brackets or without). Names that only begin like one (`127.evil.example`,
 * `localhost.evil.example`) belong to whoever has registered them.
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '::1' ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** The same of a whole address; false for what is no address. */
export function isLoopbackUrl(address: string): boolean {
  return URL.canParse(address) && isLoopback(new URL(address).hostname);
}
