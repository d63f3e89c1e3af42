/** The same order is kept out of other tabs for this long. */
const HELD_MS = 5_000;

/**
 * Runs `act` in one tab of this browser only: `refuse` runs where another tab holds the same name, or where the browser
 * will not say. Without locks (an insecure origin) `act` runs, and what tabs store is all that they know of each other.
 */
export function exclusively(name: string, act: () => void, refuse: () => void): void {
  const locks = (navigator as Partial<Navigator>).locks;
  if (!locks) {
    act();
    return;
  }
  locks
    .request(`vigil.order.${name}`, { ifAvailable: true }, async (lock) => {
      if (!lock) {
        refuse();
        return;
      }
      act();
      await new Promise((resolve) => {
        setTimeout(resolve, HELD_MS);
      });
    })
    .catch(refuse);
}
