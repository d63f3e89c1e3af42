import { setNonce } from 'get-nonce';
import { narrowPolicy, originsOf } from '~/security/policy';
import type { ConnectionSetting } from './settings';

const KEY = 'vigil.only-saved-addresses';

/** Whether the page shall connect to saved addresses only. Holds from the next load on: a policy cannot be widened. */
export function isStrict(storage: Pick<Storage, 'getItem'>): boolean {
  try {
    return storage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}

/** False when the browser refuses to remember it. */
export function setStrict(storage: Pick<Storage, 'setItem'>, strict: boolean): boolean {
  try {
    storage.setItem(KEY, strict ? 'yes' : 'no');
    return true;
  } catch {
    return false;
  }
}

/**
 * Narrows the page's policy for as long as it lives: only styles with a nonce nobody can guess, and, when strict, only the
 * saved addresses. `random`: 16 random bytes. Gives the origins that are left; null: any. Nothing happens where the page has
 * no policy (development).
 */
export function narrowOwnPolicy(
  document: Document,
  settings: readonly ConnectionSetting[] | null,
  random: Uint8Array,
): readonly string[] | null {
  if (!document.querySelector('meta[http-equiv="Content-Security-Policy"]')) return null;
  const saved = settings && originsOf(settings.flatMap(addresses));
  const nonce = btoa(String.fromCharCode(...random));
  // Libraries that lock scrolling while a dialog is open read it from there.
  setNonce(nonce);
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = narrowPolicy(nonce, saved);
  document.head.append(meta);
  return saved && [...new Set([document.location.origin, ...saved])];
}

function addresses({ via, socketUrl, restUrl }: ConnectionSetting): readonly string[] {
  return via === 'direct' ? [socketUrl, restUrl] : [];
}
