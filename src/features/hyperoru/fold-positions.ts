import type { PositionPatch } from './messages';
import { mergeFields } from './merge-fields';
import type { RowsByKey } from './rows-by-key';
import { believed } from './server-clock';
import { LIMITS, type Learned, type Position } from './state';

type Positions = RowsByKey<Position>;
type Owned = PositionPatch & { readonly accountId: string };

/** One position per account and symbol (HY17). */
export function positionKey(accountId: string, symbol: string): string {
  return `${accountId}|${symbol}`;
}

/**
 * Whether an update says something newer than what is known (HY18). Equal times are told apart by their content. A known
 * time that the server's clock (`latestMs`) turns out to be far from having reached holds up nothing.
 */
export function isNews(
  update: PositionPatch,
  known: Position | undefined,
  frameId: number,
  latestMs: number,
): boolean {
  if (!known) return true;
  if (update.atMs === null) return frameId > known.frameId;
  const knownAtMs = believed(known.updatedAtMs, latestMs);
  if (knownAtMs === null || update.atMs > knownAtMs) return true;
  return update.atMs === knownAtMs && !known.seen.includes(signatureOf(update));
}

/** A pushed update: the newest server time wins, whatever the order of arrival. */
export function foldUpdate(
  positions: Positions,
  update: Owned,
  learned: Learned,
  latestMs: number,
): void {
  const known = positions.get(positionKey(update.accountId, update.symbol));
  if (!isNews(update, known, learned.frameId, latestMs)) return;
  positions.put(lay(known, update, learned));
}

/**
 * A full list of one account's positions, or of all accounts (`accountId` null): it describes the moment it was sent,
 * so it wins over what came before it, and what it does not name is gone (HY19).
 */
export function foldList(
  positions: Positions,
  list: readonly Owned[],
  accountId: string | null,
  learned: Learned,
  latestMs: number,
): void {
  const named = new Set<string>();
  for (const row of list) {
    const key = positionKey(row.accountId, row.symbol);
    named.add(key);
    const known = positions.get(key);
    if (!known || isListNews(row, known, learned, latestMs))
      positions.put(lay(known, row, learned));
  }
  for (const gone of missingFrom(positions.values(), named, accountId, learned.frameId)) {
    positions.put({ ...gone, ...learned, state: 'gone' });
  }
}

/** Open positions that a full list of that frame no longer names. */
export function missingFrom(
  positions: Iterable<Position>,
  named: ReadonlySet<string>,
  accountId: string | null,
  frameId: number,
): readonly Position[] {
  return [...positions].filter(
    (position) =>
      position.state === 'open' &&
      (accountId === null || position.accountId === accountId) &&
      !named.has(position.key) &&
      position.frameId < frameId,
  );
}

/** Open ones in order of first mention; of the closed ones only the last few, for the eye. */
export function boundPositions(rows: readonly Position[]): readonly Position[] {
  const open = rows.filter((row) => row.state === 'open');
  const over = new Set(newest(open, LIMITS.openPositions));
  const closed = rows.filter((row) => row.state !== 'open');
  const kept = new Set(newest(closed, LIMITS.closedPositions));
  return rows.filter((row) => over.has(row) || kept.has(row));
}

function isListNews(row: Owned, known: Position, learned: Learned, latestMs: number): boolean {
  const knownAtMs = believed(known.updatedAtMs, latestMs);
  const isOld = row.atMs !== null && knownAtMs !== null && row.atMs < knownAtMs;
  return !isOld && learned.frameId > known.frameId;
}

function lay(known: Position | undefined, patch: Owned, learned: Learned): Position {
  const fields = { ...patch, ...learned, state: patch.sizeBase === 0 ? 'closed' : 'open' } as const;
  const { atMs: _atMs, ...rest } = fields;
  const base = known && isSamePosition(known, patch) ? known : blank(patch, known, learned);
  const markedAtMs = patch.markPrice === null ? base.markedAtMs : learned.receivedAtMs;
  return { ...mergeFields<Position>(base, rest), markedAtMs, ...timeAfter(known, patch, learned) };
}

/** A position that was closed, or turned round, takes nothing of the old one into its new life. */
function isSamePosition(known: Position, patch: Owned): boolean {
  const flipped = patch.side !== null && known.side !== null && patch.side !== known.side;
  return known.state === 'open' ? !flipped || patch.sizeBase === 0 : patch.sizeBase === 0;
}

function timeAfter(
  known: Position | undefined,
  patch: Owned,
  learned: Learned,
): Pick<Position, 'updatedAtMs' | 'seen' | 'frameId' | 'receivedAtMs'> {
  const before = known?.updatedAtMs ?? null;
  const isNewer = known && known.frameId > learned.frameId;
  const { frameId, receivedAtMs } = isNewer ? known : learned;
  if (patch.atMs === null) {
    return { updatedAtMs: before, seen: known?.seen ?? [], frameId, receivedAtMs };
  }
  const earlier = patch.atMs === before ? (known?.seen ?? []) : [];
  const seen = [...earlier, signatureOf(patch)].slice(-LIMITS.seen);
  return { updatedAtMs: patch.atMs, seen, frameId, receivedAtMs };
}

function blank(patch: Owned, known: Position | undefined, learned: Learned): Position {
  return {
    key: positionKey(patch.accountId, patch.symbol),
    accountId: patch.accountId,
    symbol: patch.symbol,
    side: known?.side ?? null,
    sizeBase: null,
    entryPrice: null,
    markPrice: null,
    markedAtMs: null,
    unrealizedPnl: null,
    leverage: null,
    liquidationPrice: null,
    updatedAtMs: null,
    seen: [],
    state: 'open',
    ...learned,
  };
}

function signatureOf(patch: PositionPatch): string {
  const { side, sizeBase, entryPrice, markPrice, unrealizedPnl } = patch;
  const { leverage, liquidationPrice } = patch;
  const told = [side, sizeBase, entryPrice, markPrice, unrealizedPnl, leverage, liquidationPrice];
  return told.join(' ');
}

function newest(rows: readonly Position[], limit: number): readonly Position[] {
  if (rows.length <= limit) return rows;
  return rows.toSorted((a, b) => a.frameId - b.frameId).slice(-limit);
}
