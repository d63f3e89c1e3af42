import { assertNever } from '~/lib/assert-never';
import { commandSchema, type Command } from '../commands';

/** What the open project wants to know with its requests and the documented dialect does not ask for. */
export interface UpstreamSettings {
  /** Who the session is for; the server makes a user of a name that it does not know. */
  readonly username: string;
  readonly tradingMode: 'paper' | 'testnet' | 'mainnet';
}

/**
 * The text of a client message in the open project's dialect: fields at the top level, words in capitals (trap 9: anything
 * but `BUY` sells there, `market` in small letters is taken for a limit order), no request id, since it is ignored.
 * Throws when the command breaks its own schema, or is one that this dialect does not have.
 */
export function encodeUpstream(command: Command, settings: UpstreamSettings): string {
  commandSchema.parse(command);
  return JSON.stringify({ type: command.type, ...fieldsOf(command, settings) });
}

/** What a curve is stepped by where a range was meant: the range is rejected there (trap 10). */
const BUCKET_FOR_RANGE = '1h';

function fieldsOf(command: Command, { username, tradingMode }: UpstreamSettings): object {
  switch (command.type) {
    case 'connect':
      throw new Error('The open project signs nobody in and knows no connect.');
    case 'bootstrap':
      return { username, trading_mode: tradingMode };
    case 'subscribe':
      // Left out, it kills the connection.
      if (command.data.userId === undefined) throw new Error('subscribe needs a user id here.');
      return { user_id: wireId(command.data.userId) };
    case 'switch_user':
      return { username: command.data.userId };
    case 'switch_account':
      return { account_id: wireId(command.data.accountId) };
    case 'get_snapshot':
      return { trading_mode: tradingMode };
    case 'get_asset_curve': {
      const { span } = command.data;
      const timeframe = 'bucket' in span ? span.bucket : BUCKET_FOR_RANGE;
      return { timeframe, trading_mode: tradingMode, environment: tradingMode };
    }
    case 'place_order':
      return orderFields(command.data);
    case 'ping':
      return {};
    default:
      return assertNever(command);
  }
}

/** An order names no account: it is that of the socket. */
function orderFields(order: Extract<Command, { type: 'place_order' }>['data']): object {
  const { symbol, side, orderType, sizeBase, price } = order;
  return {
    symbol,
    name: symbol,
    side: SIDES[side],
    order_type: ORDER_TYPES[orderType],
    quantity: sizeBase,
    ...(price === undefined ? {} : { price }),
  };
}

const SIDES = { buy: 'BUY', sell: 'SELL' } as const;
const ORDER_TYPES = { market: 'MARKET', limit: 'LIMIT' } as const;

function wireId(id: string): number | string {
  return /^\d{1,15}$/.test(id) ? Number(id) : id;
}
