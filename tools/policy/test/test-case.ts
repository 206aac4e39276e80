/** What an error or a warning has; what is named must be the same. */
export interface ExpectedIssue {
  readonly pointer?: string;
  readonly code?: string;
  readonly layer?: string;
  readonly grant?: string;
}

/** What is to become of a request: it is created. */
export interface ExpectedCreation {
  readonly created: true;
  /** What the resolved request has, by JSON Pointer; `null` for nothing. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly grant?: string;
  readonly warnings?: readonly ExpectedIssue[];
}

/** What is to become of a request: it is refused. */
export interface ExpectedRefusal {
  readonly created?: undefined;
  readonly refused: readonly ExpectedIssue[];
  readonly status?: number;
  readonly code?: string;
}

/** A request, and who sends it when. */
export interface CallerRequest {
  /** Left out, or `anonymous`: nobody that is known. */
  readonly caller?: string;
  readonly groups?: readonly string[];
  /** When it comes, ISO 8601 in UTC; absent for now. */
  readonly requestTime?: string;
  /** The text of the body, as it stands. */
  readonly body: string;
}

/** A test of a policy. */
export interface TestCase extends CallerRequest {
  readonly name: string;
  /** The line of its file on which it begins. */
  readonly line: number;
  readonly expect: ExpectedCreation | ExpectedRefusal;
}
