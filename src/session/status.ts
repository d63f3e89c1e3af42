/** What a session is doing, as data. Each arm carries only what is true in it. Times are Unix milliseconds. */
export type SessionState =
  | { readonly status: 'off' }
  | {
      readonly status: 'connecting';
      readonly attempt: number;
      readonly sinceMs: number;
      /** The browser asks the person whether this page may reach the local network. */
      readonly isAsking?: boolean;
    }
  | { readonly status: 'signing-in'; readonly attempt: number; readonly sinceMs: number }
  | { readonly status: 'live'; readonly sinceMs: number }
  | {
      readonly status: 'waiting';
      readonly attempt: number;
      readonly retryAtMs: number;
      /** Plain words: "connection lost (1006)". */
      readonly cause: string;
      readonly sinceMs: number;
    }
  | { readonly status: 'refused'; readonly code: number | string; readonly reason: string };

/** Where the station runs that decides when to dial. */
export type SupervisedBy = 'service worker' | 'this tab';

/** A session's state with the counters that a person asks for first. */
export interface SessionStatus {
  readonly state: SessionState;
  /** Last frame of any kind on any socket of this session. */
  readonly lastFrameAtMs: number | null;
  /** Sockets opened since the start. */
  readonly dials: number;
  readonly lastCloseCode: number | null;
  /** Who decides when to dial again; absent before anybody was asked. */
  readonly supervisedBy?: SupervisedBy;
}

/** Outcome of handing a frame to the socket. Nothing is ever queued. */
export type SendResult =
  | { readonly sent: true; readonly frameId: number }
  | { readonly sent: false; readonly reason: string };
