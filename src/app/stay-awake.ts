/** What this needs of a page. */
export interface Awakeable {
  readonly document: Pick<Document, 'visibilityState' | 'addEventListener'>;
  readonly navigator: { readonly locks?: Pick<LockManager, 'request'> | undefined };
  addEventListener(type: 'pagehide' | 'pageshow', listener: () => void): void;
}

const NAME = 'vigil-awake';

/**
 * Keeps a hidden page that listens from being frozen: Chromium on a desktop leaves alone whoever holds a lock. Nothing is
 * locked out by it, the lock is shared. A page that is shown needs none, and one that holds one is not put aside for the
 * back button; so it is held only while hidden.
 */
export function stayAwake(view: Awakeable, isListening: () => boolean): void {
  const { document, navigator } = view;
  let release: (() => void) | null = null;
  let isPutAside = false;

  function hold(): void {
    const held = new Promise<void>((resolve) => (release = resolve));
    // Refused where storage is; such a page may be frozen, and comes back by itself when it is resumed.
    navigator.locks?.request(NAME, { mode: 'shared' }, () => held).catch(() => undefined);
  }

  function changed(): void {
    const isWanted = document.visibilityState === 'hidden' && !isPutAside && isListening();
    if (isWanted && release === null) return hold();
    if (isWanted) return;
    release?.();
    release = null;
  }

  view.addEventListener('pagehide', () => {
    isPutAside = true;
    changed();
  });
  view.addEventListener('pageshow', () => {
    isPutAside = false;
    changed();
  });
  document.addEventListener('visibilitychange', changed);
  changed();
}
