import { vi } from 'vitest';
import { START_MS } from '../builders';
import { documented } from '../dialect';
import { fakeConnection, type FakeConnection, type SentFrame } from '../fake-connection';
import { createRequestIds } from '../request-id';
import { createDesk, type TradingDesk } from './desk';
import { createMemory, type KeyValue } from './shared-memory';

/**
 * How the exchange treats an order. `silently`: without a reply; `deaf`: the frame never arrives; `half`: half of it is
 * filled at once; `to-all`: every tab hears the reply; `without-id`: the reply names no request; `reply-late`: it comes
 * when a test says so.
 */
export type Treatment =
  | 'fill'
  | 'fill-silently'
  | 'fill-to-all'
  | 'fill-without-id'
  | 'fill-reply-late'
  | 'reject'
  | 'reject-silently'
  | 'half'
  | 'half-silently'
  | 'late'
  | 'late-silently'
  | 'deaf';

interface Placed {
  readonly orderId: number;
  readonly requestId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  status: 'pending' | 'executed' | 'rejected' | 'cancelled';
  filledBase: number;
}

/**
 * A server with tabs and other clients, for tests of the trading desk: each tab has a session storage and a desk of its
 * own, all share local storage. Extend it by a treatment.
 */
export class FakeExchange {
  readonly received: SentFrame[] = [];
  readonly placed: Placed[] = [];
  readonly local = new MemoryStorage();
  readonly tabs: readonly FakeTab[];
  treatment: Treatment = 'fill';
  /** How far our clock is ahead of the server's. */
  behindMs = 0;
  /** Replies that are still on their way. */
  #late: (() => void)[] = [];
  #nextId = 5001;

  constructor(tabs = 2) {
    this.tabs = Array.from({ length: tabs }, (_, index) => new FakeTab(this, index));
  }

  receive(tab: FakeTab, frame: SentFrame): void {
    if (frame.type === 'get_snapshot') {
      const data = { equity: 10_000, positions: [] };
      tab.deliver({ type: 'snapshot', request_id: frame.request_id, data });
      return;
    }
    if (frame.type !== 'place_order') return;
    this.received.push(frame);
    if (this.treatment === 'deaf') return;
    this.#place(frame.data ?? {}, frame.request_id, tab);
  }

  /** A client that is not ours places the same order. */
  foreignOrder(data: Readonly<Record<string, unknown>>): void {
    const placed = this.#open(data, null);
    const request_id = `vgother.${placed.orderId}.place_order.1`;
    this.#execute(placed);
    this.#toAll({ type: 'place_order', request_id, data: this.row(placed) });
  }

  /** Something else that happens is told. */
  tell(frame: unknown): void {
    this.#toAll(frame);
  }

  settleLate(): void {
    for (const placed of this.placed) if (placed.status === 'pending') this.#execute(placed);
  }

  /** Somebody takes back what rests. */
  cancelAll(): void {
    for (const placed of this.placed) if (placed.status === 'pending') placed.status = 'cancelled';
  }

  /** Replies that were held back arrive. */
  replyLate(): void {
    for (const reply of this.#late.splice(0)) reply();
  }

  row({ orderId, data, status, filledBase }: Placed) {
    return { order_id: orderId, ...data, status, filled_quantity: filledBase };
  }

  wasPlaced(requestId: string): boolean {
    return this.placed.some((placed) => placed.requestId === requestId);
  }

  filledBase(requestId: string): number {
    return this.placed.find((placed) => placed.requestId === requestId)?.filledBase ?? 0;
  }

  filled(requestId: string): boolean {
    return this.placed.some(
      (placed) => placed.requestId === requestId && placed.status === 'executed',
    );
  }

  /** Orders of that size that were executed in full, whoever sent them. */
  executed(sizeBase: number): number {
    return this.placed.filter(
      ({ data, status }) => data['size'] === sizeBase && status === 'executed',
    ).length;
  }

  tradeRows(): readonly unknown[] {
    return this.#trades;
  }

  readonly #trades: unknown[] = [];

  #place(data: Readonly<Record<string, unknown>>, requestId: string, tab: FakeTab): void {
    const { treatment } = this;
    const reply = (frame: Record<string, unknown>) => {
      const named = treatment === 'fill-without-id' ? frame : { ...frame, request_id: requestId };
      if (treatment.endsWith('silently')) return;
      if (treatment === 'fill-to-all') this.#toAll(named);
      else if (treatment === 'fill-reply-late') this.#late.push(() => tab.deliver(named));
      else tab.deliver(named);
    };
    if (treatment.startsWith('reject')) {
      reply({ type: 'error', data: { error: 'Insufficient balance', code: 'REJECTED' } });
      return;
    }
    const placed = this.#open(data, requestId);
    if (treatment.startsWith('fill')) this.#execute(placed);
    reply({ type: 'place_order', data: this.row(placed) });
    if (treatment.startsWith('half')) this.#execute(placed, Number(data['size']) / 2);
  }

  #open(data: Readonly<Record<string, unknown>>, requestId: string | null): Placed {
    const placed: Placed = {
      orderId: this.#nextId,
      requestId,
      data,
      status: 'pending',
      filledBase: 0,
    };
    this.#nextId += 1;
    this.placed.push(placed);
    return placed;
  }

  #execute(placed: Placed, sizeBase = Number(placed.data['size']) - placed.filledBase): void {
    placed.filledBase += sizeBase;
    if (placed.filledBase >= Number(placed.data['size'])) placed.status = 'executed';
    const { account_id, symbol, side } = placed.data;
    const timestamp = new Date(Date.now() - this.behindMs).toISOString();
    const trade_id = 15_000 + this.#trades.length;
    const told = { trade_id, account_id, symbol, side, size: sizeBase };
    const data = { ...told, status: 'filled', price: 100, timestamp };
    this.#trades.push(data);
    this.#toAll({ type: 'trade_update', data });
  }

  #toAll(frame: unknown): void {
    for (const tab of this.tabs) tab.deliver(frame);
  }
}

/** One tab of one browser: survives reloads with its session storage, nothing else. */
export class FakeTab {
  readonly session = new MemoryStorage();
  /** What its connection is set to when it is loaded. */
  server = 'wss://one';
  connection: FakeConnection;
  /** Another tab is at the same order. */
  isKeptOut = false;
  /** Orders that wait for their turn among the tabs; null: each has its turn at once. */
  waiting: (() => void)[] | null = null;
  desk: TradingDesk;
  #life = new AbortController();
  #loads = 0;

  constructor(
    private readonly exchange: FakeExchange,
    private readonly index: number,
  ) {
    [this.connection, this.desk] = this.#load();
    this.connect();
  }

  /** A frame reaches this tab only while its socket is open. */
  deliver(frame: unknown): void {
    if (this.connection.isOpen) this.connection.receive(frame);
  }

  disconnect(): void {
    if (this.connection.status.getState().state.status !== 'live') return;
    this.#life.abort();
    this.connection.isOpen = false;
    const state = {
      status: 'waiting',
      attempt: 1,
      retryAtMs: 0,
      cause: 'cut',
      sinceMs: 0,
    } as const;
    this.connection.status.setState({ state });
  }

  connect(): void {
    this.#life.abort();
    this.#life = new AbortController();
    const { connection, desk } = this;
    connection.isOpen = true;
    connection.status.setState({
      state: { status: 'live', sinceMs: 0 },
      lastFrameAtMs: Date.now(),
    });
    const account = { id: 1, name: 'Trader 1', hyperliquid_environment: 'testnet' };
    const data = { accounts: [account], positions: [], active_orders: [] };
    connection.receive({ type: 'bootstrap', data });
    const nextId = createRequestIds(`r${this.index}${this.#loads}`);
    desk.opened({ connection, dialect: documented, nextId, signal: this.#life.signal });
    this.#answerRest('arena/trades');
    desk.refreshed({ trades: 'whole' });
  }

  reload(): void {
    this.#life.abort();
    this.connection.isOpen = false;
    [this.connection, this.desk] = this.#load();
    this.connect();
  }

  heard(): void {
    this.connection.status.setState({ lastFrameAtMs: Date.now() });
  }

  #load(): [FakeConnection, TradingDesk] {
    this.#loads += 1;
    const connection = fakeConnection();
    connection.now = () => Date.now();
    connection.onSend = (frame) => this.exchange.receive(this, frame);
    connection.onCall = ({ resource }) => {
      if (!connection.isOpen) return { kind: 'unreachable', reason: 'cut' };
      this.#answerRest(resource);
      return { kind: 'ok', status: 200, frameId: 0 };
    };
    const desk = createDesk(connection, {
      clock: {
        now: () => Date.now(),
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
      memory: createMemory('c1', this.session, this.exchange.local, this.server),
      server: this.server,
      dialect: documented,
      nextId: createRequestIds(`t${this.index}${this.#loads}`),
      isFramed: () => false,
      exclusively: (_what, act, refuse) => {
        if (this.isKeptOut) refuse();
        else if (this.waiting) this.waiting.push(act);
        else act();
      },
      pageMode: () => 'PAPER',
    });
    // As the ticket does when it is shown.
    desk.prepare('1');
    return [connection, desk];
  }

  #answerRest(resource: string): void {
    const rows = this.exchange.placed.map((placed) => ({
      ...this.exchange.row(placed),
      quantity: placed.data.size,
    }));
    if (resource.startsWith('orders/account')) this.connection.receive(rows, resource);
    if (resource === 'orders/pending') {
      this.connection.receive(
        rows.filter(({ status }) => status === 'pending'),
        resource,
      );
    }
    if (resource === 'arena/trades')
      this.connection.receive([...this.exchange.tradeRows()], resource);
  }
}

/** What a browser's storage does, and nothing else. */
class MemoryStorage implements KeyValue {
  readonly #values = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value);
  }
}

/** Holds the clock at the start of the builders' time. */
export function holdTime(): void {
  vi.useFakeTimers({ now: START_MS });
}
