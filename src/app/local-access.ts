import { reachOf } from '~/session/endpoint';
import type { Access } from '~/session/session';

/** Whether the browser lets this page dial an address now. */
export type AccessTo = (address: string) => Access;

/** Newer browsers ask separately for this machine and for its network; older ones know one name for both. */
const NAMES = {
  loopback: ['loopback-network', 'local-network-access'],
  network: ['local-network', 'local-network-access'],
} as const;

/**
 * Watches the browser's permission to reach this machine and its network. Only a page from elsewhere needs it, and only
 * some browsers have it; whoever does not know it lets the page dial.
 */
export function watchLocalAccess(
  permissions: Pick<Permissions, 'query'> | undefined,
  pageUrl: string,
): AccessTo {
  const known = new Map<keyof typeof NAMES, PermissionStatus>();

  async function ask(reach: keyof typeof NAMES): Promise<void> {
    for (const name of NAMES[reach]) {
      try {
        // Not in TypeScript's list of names yet.
        known.set(reach, await permissions!.query({ name: name as PermissionName }));
        return;
      } catch {
        // Not a name of this browser: try the older one.
      }
    }
  }

  if (permissions) {
    void ask('loopback');
    void ask('network');
  }
  return (address) => {
    const reach = reachOf(address, pageUrl);
    const state = reach ? known.get(reach)?.state : 'granted';
    if (state === 'denied') return 'denied';
    return state === 'prompt' ? 'asking' : 'granted';
  };
}
