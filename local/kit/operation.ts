import type { Answer } from './answer.ts';
import type { CredentialScope } from './credential-scope.ts';
import type { Protocol } from './protocol.ts';

/** What an operation is called with. */
export interface Call extends CredentialScope {
  /** The members of its input: of the body, or of the query where the operation has no body. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

/** One operation of a service: where it is found, for which service it is signed, what it does. */
export interface Operation {
  /** The service's own name of it. */
  readonly name: string;
  readonly protocol: Protocol;
  /** What the protocol finds it by. */
  readonly route: string;
  /** The name under which requests to the service are signed. */
  readonly signingName: string;
  /**
   * Does all of it at once, without waiting for anything, so that requests can never interleave;
   * throws a `ServiceException`.
   */
  readonly perform: (call: Call) => Answer;
}
