import type { Draft } from './draft';
import { meetAccount } from './fold-accounts';
import type { OrderReply, PositionPatch } from './messages';
import { readRequestId } from './request-id';
import type { Learned } from './state';

/** The order of a reply with its account: by its own word, the request's, or the binding of the socket. */
export function withRequestedAccount(draft: Draft, message: OrderReply) {
  const asked = readRequestId(message.requestId)?.accountId ?? null;
  const accountId = message.order.accountId ?? asked ?? draft.bound?.accountId ?? null;
  return { ...message.order, accountId };
}

/** The request says whose answer this is; failing that, there may be only one account. */
export function ownerOf(draft: Draft, requestId: string | null): string | null {
  return readRequestId(requestId)?.accountId ?? onlyKnown(draft);
}

/** Where there is exactly one account, what names none can only be its. */
function onlyKnown(draft: Draft): string | null {
  if (draft.accounts.size !== 1) return null;
  for (const account of draft.accounts.values()) return account.accountId;
  return null;
}

/** The positions whose account is known; the others are orphans. */
export function owned(
  draft: Draft,
  positions: readonly PositionPatch[],
  learned: Learned,
  what: string,
): readonly (PositionPatch & { readonly accountId: string })[] {
  const fallback = onlyKnown(draft);
  return positions.flatMap((position) => {
    const accountId = position.accountId ?? fallback;
    if (accountId === null) {
      orphan(draft, what, learned);
      return [];
    }
    meetAccount(draft.accounts, accountId);
    return [{ ...position, accountId }];
  });
}

/** Something came that belongs to nobody known; it is not shown, and that is said. */
export function orphan(draft: Draft, what: string, learned: Learned): void {
  draft.orphans.push({ what, ...learned });
}
