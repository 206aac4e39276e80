/**
 * Something that goes wrong on purpose with requests to come. What can be combined, `readFault` says;
 * `control` shows how to set one with curl.
 */
export interface Fault {
  /** The operation it happens to; any when left out. */
  readonly operation?: string;
  /** How many requests it happens to; 1 when left out. */
  readonly times?: number | 'always';
  /** Milliseconds to wait before anything else happens, the operation's effect included. */
  readonly delayMs?: number;
  /** The exception to answer with: one of the service's or any other name. */
  readonly exception?: string;
  readonly message?: string;
  /** The exception's HTTP status; the service's own when left out, 400 for an unknown name. */
  readonly status?: number;
  /** Headers on top of the answer's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Resets the connection instead of answering. */
  readonly drop?: 'before' | 'after';
  /** Sends the headers and half of the body, then resets the connection. */
  readonly partial?: true;
  /** Sends the headers at once and the body at this pace. */
  readonly drip?: { readonly bytesPerSecond: number };
  /** Never answers. */
  readonly hang?: 'before' | 'after';
  /** An answer as it stands, without anything of the service's own. */
  readonly answer?: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  /** Whether `exception` or `answer` comes before the operation took effect, as by default, or after. */
  readonly effect?: 'before' | 'after';
}
