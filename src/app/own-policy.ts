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
 * saved addresses. `random`: 16 random bytes. Nothing happens where the page has no policy (development).
 */
export function narrowOwnPolicy(
  document: Document,
  settings: readonly ConnectionSetting[] | null,
  random: Uint8Array,
): void {
  if (!document.querySelector('meta[http-equiv="Content-Security-Policy"]')) return;
  const nonce = btoa(String.fromCharCode(...random));
  // Libraries that lock scrolling while a dialog is open read it from there.
  setNonce(nonce);
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = narrowPolicy(nonce, settings && originsOf(settings.flatMap(addresses)));
  document.head.append(meta);
}

function addresses({ via, socketUrl, restUrl }: ConnectionSetting): readonly string[] {
  return via === 'direct' ? [socketUrl, restUrl] : [];
}
