import { z } from 'zod';
import { isRecord } from '~/lib/is-record';
import { idOrNull } from './fields';
import type { CurveMessage } from './messages';
import { curvePointRow } from './rows';
import { lossOf, tolerantList } from './tolerant-list';

const LIST_NAMES = ['data', 'points', 'curve', 'history'] as const;

const curveSchema = z
  .object({ request_id: idOrNull, account_id: idOrNull, points: tolerantList(curvePointRow) })
  .transform(({ request_id, account_id, points }): CurveMessage => ({
    kind: 'curve',
    requestId: request_id,
    accountId: account_id,
    points: points.rows.filter((point) => point !== null),
    ...lossOf(points),
  }));

/**
 * The answer to `get_asset_curve`, whose shape is not documented, and the REST curve (HY15): a list of points, bare or
 * under one of four names, at the top or inside `data`.
 */
export const curveReply = z.unknown().transform(unwrap).pipe(curveSchema);

function unwrap(frame: unknown): unknown {
  if (Array.isArray(frame)) return { points: frame };
  if (!isRecord(frame)) return frame;
  const inner = isRecord(frame.data) ? frame.data : {};
  return {
    request_id: frame.request_id,
    account_id: inner.account_id ?? frame.account_id,
    points: listIn(frame) ?? listIn(inner),
  };
}

function listIn(record: Record<string, unknown>): unknown {
  return LIST_NAMES.map((name) => record[name]).find(Array.isArray);
}
