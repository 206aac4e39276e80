/** What keeps a tag, or the absence of one, from complying with the tag policy. */
export interface TagFinding {
  /** The tag key as the request has it; the required key where the tag is missing. */
  readonly key: string;
  /** `unresolved` is no breach: the value is not known before the image is built. */
  readonly kind: 'capitalization' | 'value' | 'missing' | 'unresolved';
  /** A stable word for programs. */
  readonly code: TagFindingCode;
  /** What is wrong, and what is allowed. */
  readonly detail: string;
  /** The right key for `capitalization`, else the values that the policy allows, with at most one `*` each. */
  readonly allowed: readonly string[];
}

export type TagFindingCode =
  | 'tag-key-capitalization'
  | 'tag-value-not-allowed'
  | 'required-tag-missing'
  | 'tag-value-unresolved';
