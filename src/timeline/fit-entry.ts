import { digest, shorten } from '~/lib/shorten';
import type { EntryDraft } from './entry';

const TITLE_CHARS = 300;
const DETAIL_CHARS = 1_000;
const FACT_CHARS = 200;

/**
 * An entry whose texts a server has written, made fit for a timeline of many thousands: what is shown of it is bounded, and
 * so are its keys. The whole stands in the frame that it links to.
 */
export function fitEntry(draft: EntryDraft): EntryDraft {
  const { key, aliases, type, title, detail, facts } = draft;
  return {
    ...draft,
    key: digest(key),
    ...(aliases ? { aliases: aliases.map(digest) } : {}),
    ...(type === undefined ? {} : { type: shorten(type, FACT_CHARS) }),
    title: shorten(title, TITLE_CHARS),
    detail: detail === null ? null : shorten(detail, DETAIL_CHARS),
    ...(facts
      ? { facts: facts.map(({ label, value }) => ({ label, value: shorten(value, FACT_CHARS) })) }
      : {}),
  };
}
