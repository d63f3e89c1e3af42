/** The browser's storage, or null: where it is forbidden, even looking at it throws. */
export function storageOf(open: () => Storage): Storage | null {
  try {
    return open();
  } catch {
    return null;
  }
}
