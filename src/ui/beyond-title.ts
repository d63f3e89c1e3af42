import type { TimelineEntry } from '~/timeline/entry';

/** An entry's detail where it says what its title does not: many wires' reasons are in both. Null: nothing more to read. */
export function detailBeyondTitle({
  title,
  detail,
}: Pick<TimelineEntry, 'title' | 'detail'>): string | null {
  if (detail === null || plain(title).includes(plain(detail))) return null;
  return detail;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim().replace(/[.!]$/, '');
}
