/** One reason why a document is refused. */
export interface Fault {
  /** RFC 6901 pointer into the document; `''` is the document itself. */
  readonly pointer: string;
  /** A stable word for programs. */
  readonly code: FaultCode;
  /** What is wrong, and what is allowed. */
  readonly detail: string;
}

export type FaultCode =
  | 'malformed-json'
  | 'duplicate-member'
  | 'document-too-long'
  | 'too-many-policies'
  | 'not-an-object'
  | 'missing-tags'
  | 'unknown-member'
  | 'unknown-field'
  | 'unknown-operator'
  | 'misplaced-operator'
  | 'raw-value'
  | 'empty-policy-key'
  | 'policy-key-repeated'
  | 'tag-key-mismatch'
  | 'not-a-list'
  | 'not-a-text'
  | 'not-a-scalar'
  | 'too-many-wildcards'
  | 'malformed-resource-type'
  | 'empty-control-list'
  | 'unknown-control-word'
  | 'repeated-control-word'
  | 'none-not-alone'
  | 'not-an-effective-policy';

/** Builds a fault; the three parts read in the order in which a person asks for them. */
export const fault = (pointer: string, code: FaultCode, detail: string): Fault => ({
  pointer,
  code,
  detail,
});
