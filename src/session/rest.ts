/** One REST call of a feature. Its answer's text enters through the door like any frame, unless it is confided. */
export interface RestCall {
  /** The feature's own name for what is asked: `equity`, `live/status`. Becomes the frame's source. */
  readonly resource: string;
  /** Path and query under the connection's REST base, with a leading slash. */
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /**
   * For a GET that several tabs ask alike: what any of them has asked later than this (Unix milliseconds) answers it too.
   * The service worker then asks once for all; without one this is a call like any other.
   */
  readonly sharedAfterMs?: number;
  readonly signal?: AbortSignal;
  /**
   * For a call whose body or answer holds secrets. Of the body only the names are recorded, of the answer only its status;
   * it does not enter through the door: the text of a good one is given to this alone. A failure has no `detail`.
   */
  readonly confide?: (text: string) => void;
}

/** How a call ended. Failures are values with words for a person. */
export type RestOutcome =
  | { readonly kind: 'ok'; readonly status: number; readonly frameId: number }
  /** The server answered with an error status. `detail` is its own text, shortened. */
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly detail: string;
      readonly retryAfterSec: number | null;
    }
  /** No readable answer: network, CORS, timeout or abort. The browser does not say which of the first two. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'oversize'; readonly limit: number }
  /** Nothing was sent, because of what this page is: `reason` is a sentence. Only a call that acts can end so. */
  | { readonly kind: 'withheld'; readonly reason: string };

export interface RestClient {
  call(call: RestCall): Promise<RestOutcome>;
}
