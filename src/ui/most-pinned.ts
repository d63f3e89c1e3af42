/** So many entries can wait to be acknowledged; of more only the newest. Apart from the feed, which is fetched later. */
export const MOST_PINNED = 2_000;
