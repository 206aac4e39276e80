import type { TagPolicyDocument } from './tags/tag-policy.ts';

/** The organization's policy: layers, general to specific, as in AWS Organizations. */
export interface OrganizationPolicy {
  readonly $schema?: string;
  /** What a breach of the tag policy does; `error` when left out. */
  readonly tagPolicyCompliance?: TagPolicyCompliance;
  readonly layers: readonly Layer[];
  /** Who may create what, where; left out, every caller may create wherever the proxy serves. */
  readonly grants?: readonly Grant[];
}

/** One permission to create image pipelines. */
export interface Grant extends Days {
  readonly name: string;
  readonly description?: string;
  /** Whom to ask. */
  readonly contact?: string;
  /** Codes of `policy check` that its owner means to be so; `description` gives the reason. */
  readonly accepted?: readonly string[];
  /** Any set must match the caller. */
  readonly to: CallerMatchers | readonly CallerMatchers[];
  /** Where a pipeline may be created; left out, wherever the proxy serves. */
  readonly in?: TargetMatchers;
  /** For each path, the values of which all there must be one; a path without a value is not covered. */
  readonly allowed?: ValuesByPath;
}

/** All matchers that are present must match the caller; within one, any entry does. */
export interface CallerMatchers {
  /** `anonymous` matches the anonymous caller, and nothing else does. */
  readonly callers?: readonly string[];
  readonly accounts?: readonly string[];
  readonly groups?: readonly string[];
}

/** All matchers that are present must match the target; within one, any entry does. */
export interface TargetMatchers {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

/** `error` refuses a breach, `warning` lets it through with a warning, `disabled` does not look. */
export type TagPolicyCompliance = Compliance | 'disabled';

/** One level of the policy: what it applies to, and what it states. */
export interface Layer {
  readonly name: string;
  readonly description?: string;
  /** Whom to ask; every issue of the layer ends with it. */
  readonly contact?: string;
  /** Codes of `policy check` that its owner means to be so; `description` gives the reason. */
  readonly accepted?: readonly string[];
  /** Any set must match; left out, the layer always applies. */
  readonly applies?: Applies | readonly Applies[];
  /** Whether a breach of what the layer demands refuses a request or is a warning; `error` when left out. */
  readonly compliance?: Compliance;
  /** The first day, in UTC, on which a breach is an error after all. */
  readonly errorFrom?: string;
  readonly defaults?: Members;
  readonly enforced?: Members;
  /** Every value at the path must be one of these. */
  readonly allowed?: ValuesByPath;
  /** At least one value at the path must be one of these; `*` alone stands for anything. */
  readonly required?: ValuesByPath;
  /** No value at the path may be one of these; `*` alone stands for anything. */
  readonly forbidden?: ValuesByPath;
  readonly tagPolicies?: readonly TagPolicyDocument[];
}

/** What a breach does. */
export type Compliance = 'error' | 'warning';

/** Values by the path of a member, such as `workflows[].workflowArn`. */
export type ValuesByPath = Readonly<Record<string, readonly AllowedValue[]>>;

/** All matchers that are present must match; within one, any entry does. */
export interface Applies extends CallerMatchers, Days {
  readonly recipe?: readonly RecipeKind[];
  /** Where the pipeline would be created. */
  readonly targets?: TargetMatchers;
  /** For each path, at least one value there must be one of these. */
  readonly request?: ValuesByPath;
  /** Names of layers above, `*` for any characters: none of them may apply. */
  readonly unless?: readonly string[];
}

/** The days on which something holds, in UTC. */
export interface Days {
  /** The first day. */
  readonly from?: string;
  /** The first day after it. */
  readonly until?: string;
}

/** What a pipeline builds. */
export type RecipeKind = 'image' | 'container';

/** A value that a member may have; `*` in a text stands for any characters. */
export type AllowedValue = string | number | boolean;

/** Members of a CreateImagePipeline request, in part. */
export type Members = Readonly<Record<string, unknown>>;

/** The word for the anonymous caller: in `callers`, and where `${caller}` stands. */
export const anonymousWord = 'anonymous';

/** Who is asking, as the event source knows it; nothing in it comes from the body but what a relay says. */
export interface Caller {
  /**
   * The ARN of an IAM caller, `jwt:` and the subject of a token, or `bot:`, the name of a bot and, behind
   * a slash, the user that it names. Absent for an anonymous caller.
   */
  readonly id?: string;
  /** The caller's account, 12 digits. */
  readonly account?: string;
  /** The groups that the token or the relay names; none where it cannot be told which. */
  readonly groups: readonly string[];
  /** Whether the token names groups that cannot be told apart. */
  readonly hasUnclearGroups?: true;
}
