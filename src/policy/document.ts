import type { TagPolicyDocument } from './tags/tag-policy.ts';

/** The organization's policy: layers, general to specific, as in AWS Organizations. */
export interface OrganizationPolicy {
  readonly $schema?: string;
  /** What a breach of the tag policy does; `error` when left out. */
  readonly tagPolicyCompliance?: TagPolicyCompliance;
  readonly layers: readonly Layer[];
}

/** `error` refuses a breach, `warning` lets it through with a warning, `disabled` does not look. */
export type TagPolicyCompliance = 'error' | 'warning' | 'disabled';

/** One level of the policy: whom it applies to, and what it states. */
export interface Layer {
  readonly name: string;
  readonly description?: string;
  readonly applies?: Applies;
  readonly defaults?: Members;
  readonly enforced?: Members;
  readonly allowed?: Readonly<Record<string, readonly AllowedValue[]>>;
  readonly tagPolicies?: readonly TagPolicyDocument[];
}

/** All matchers that are present must match; within one, any entry does. */
export interface Applies {
  readonly callers?: readonly string[];
  readonly accounts?: readonly string[];
  readonly groups?: readonly string[];
  readonly recipe?: readonly RecipeKind[];
}

/** What a pipeline builds. */
export type RecipeKind = 'image' | 'container';

/** A value that a member may have; `*` in a text stands for any characters. */
export type AllowedValue = string | number | boolean;

/** Members of a CreateImagePipeline request, in part. */
export type Members = Readonly<Record<string, unknown>>;

/** Who is asking, as the authorizer in front of the function found it; nothing in it comes from the body. */
export interface Caller {
  /** The ARN of an IAM caller, or `jwt:` and the subject of a token. Absent for an anonymous caller. */
  readonly id?: string;
  /** The caller's account, 12 digits. */
  readonly account?: string;
  /** The groups that the token names. */
  readonly groups: readonly string[];
}
