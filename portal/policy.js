import { demandNote, demandedTag, demandsAt, demandsIn, isRequiredBy } from './demands.js';
import { childPointer, isObject, valueAt } from './pointer.js';

/**
 * What `GET /policy` answers.
 *
 * @typedef {object} Policy
 * @property {readonly string[]} layers
 * @property {Readonly<Record<string, unknown>>} defaults
 * @property {Readonly<Record<string, unknown>>} enforced
 * @property {Readonly<Record<string, readonly unknown[]>>} allowed
 * @property {Readonly<Record<string, readonly DemandedList[]>>} required
 * @property {Readonly<Record<string, readonly DemandedList[]>>} forbidden
 * @property {readonly (Omit<import('./demands.js').Demand, 'isWarning'>)[]} warned
 * @property {readonly { layer: string, until?: string }[]} dates
 * @property {{ tags?: Readonly<Record<string, TagRule>> }} tagPolicy
 * @property {'error' | 'warning' | 'disabled'} tagPolicyCompliance
 * @property {Readonly<Record<'defaults' | 'enforced', Readonly<Record<string, string>>>>} provenance
 */

/**
 * A list of values, the layer that has it, and whom to ask.
 *
 * @typedef {{ readonly values: readonly unknown[], readonly layer: string, readonly contact?: string }} DemandedList
 */

/**
 * @typedef {object} TagRule
 * @property {readonly string[]} tag_value
 * @property {string} tag_key
 * @property {readonly string[]} [report_required_tag_for]
 */

/**
 * A value that the policy gives, and the layer it comes from.
 *
 * @typedef {{ readonly value: unknown, readonly layer: string }} Given
 */

/**
 * What a value may be: one of a few choices, or, where patterns are among them, whatever matches.
 *
 * @typedef {object} Allowed
 * @property {readonly string[]} choices - The values without a `*`.
 * @property {readonly string[]} patterns - The values with one.
 * @property {boolean} isStrict - Whether another value is refused, and not only warned of.
 */

/**
 * The layer that states a value or, for an object or a map, the first of those that state its parts.
 *
 * @param {Readonly<Record<string, string>>} provenance
 * @param {string} pointer
 */
const layerOf = (provenance, pointer) => {
  if (Object.hasOwn(provenance, pointer)) return provenance[pointer];
  return Object.entries(provenance).find(([leaf]) => leaf.startsWith(`${pointer}/`))?.[1];
};

/**
 * @param {Policy} policy
 * @param {'defaults' | 'enforced'} kind
 * @param {string} pointer
 * @returns {Given | undefined}
 */
const givenAt = (policy, kind, pointer) => {
  const value = valueAt(policy[kind], pointer);
  const layer = layerOf(policy.provenance[kind], pointer);
  return value === undefined || layer === undefined ? undefined : { value, layer };
};

/**
 * The default of a member; none where a value is enforced.
 *
 * @param {Policy} policy
 * @param {string} pointer
 */
export const defaultAt = (policy, pointer) =>
  enforcedAt(policy, pointer) === undefined ? givenAt(policy, 'defaults', pointer) : undefined;

/**
 * The value that a layer enforces for a member.
 *
 * @param {Policy} policy
 * @param {string} pointer
 */
export const enforcedAt = (policy, pointer) => givenAt(policy, 'enforced', pointer);

/**
 * @param {readonly unknown[]} values
 * @param {boolean} isStrict
 * @returns {Allowed}
 */
const allowedOf = (values, isStrict) => {
  const texts = values.map(String);
  return {
    choices: texts.filter((text) => !text.includes('*')),
    patterns: texts.filter((text) => text.includes('*')),
    isStrict,
  };
};

/**
 * What the policy allows for a member, by its path such as `workflows[].workflowArn`.
 *
 * @param {Policy} policy
 * @param {string} path
 * @returns {Allowed | undefined} `undefined` where anything is.
 */
export const allowedAt = (policy, path) => {
  const values = Object.hasOwn(policy.allowed, path) ? policy.allowed[path] : undefined;
  return values === undefined ? undefined : allowedOf(values, true);
};

const resourceTypes = { tags: 'image-pipeline', imageTags: 'image' };

/**
 * One tag that the policy has something to say of.
 *
 * @typedef {object} KnownTag
 * @property {string} key
 * @property {Given} [preset] - Its default.
 * @property {Given} [enforced] - Its enforced value.
 * @property {boolean} isRequired
 * @property {readonly string[]} notes - What layers and the tag policy demand of it.
 * @property {Allowed} [allowed]
 */

/**
 * Every tag that the policy names for `tags` or `imageTags`: enforced and default ones, required
 * ones, and those that a rule of the tag policy names.
 *
 * @param {Policy} policy
 * @param {'tags' | 'imageTags'} member
 * @returns {KnownTag[]}
 */
export const knownTags = (policy, member) => {
  const rules = policy.tagPolicyCompliance === 'disabled' ? {} : (policy.tagPolicy.tags ?? {});
  const keysIn = (/** @type {unknown} */ tags) => Object.keys(isObject(tags) ? tags : {});
  const stated = [...keysIn(policy.enforced[member]), ...keysIn(policy.defaults[member])];
  const ruled = Object.values(rules).map(({ tag_key }) => tag_key);
  const wanted = demandsIn(policy).flatMap((one) =>
    one.demand === 'required' || one.demand === 'enforced' ? (demandedTag(one, member) ?? []) : [],
  );
  return [...new Set([...stated, ...wanted, ...ruled])].map((key) => {
    const pointer = childPointer(`/${member}`, key);
    const demands = demandsAt(policy, `${member}.${key}`, pointer);
    const isRuled = isRequired(ruleFor(rules, key), resourceTypes[member]);
    const preset = defaultAt(policy, pointer);
    const enforced = enforcedAt(policy, pointer);
    const allowed = allowedTag(policy, member, key);
    return {
      key,
      isRequired: isRuled || isRequiredBy(demands),
      notes: [...(isRuled ? ['Required by the tag policy.'] : []), ...demands.map(demandNote)],
      ...(preset !== undefined && { preset }),
      ...(enforced !== undefined && { enforced }),
      ...(allowed !== undefined && { allowed }),
    };
  });
};

/**
 * The rule of a tag key, in whatever case it is written.
 *
 * @param {Readonly<Record<string, TagRule>>} rules
 * @param {string} key
 */
const ruleFor = (rules, key) => {
  const folded = key.toLowerCase();
  return Object.hasOwn(rules, folded) ? rules[folded] : undefined;
};

/**
 * What the tag policy and the `allowed` lists say of the values of one tag.
 *
 * @param {Policy} policy
 * @param {'tags' | 'imageTags'} member
 * @param {string} key
 * @returns {Allowed | undefined}
 */
export const allowedTag = (policy, member, key) => {
  const listed = allowedAt(policy, `${member}.${key}`);
  const { tagPolicy, tagPolicyCompliance } = policy;
  const rules = tagPolicy.tags ?? {};
  const rule = ruleFor(rules, key);
  if (rule === undefined || tagPolicyCompliance === 'disabled' || rule.tag_value.includes('*')) {
    return listed;
  }
  const ruled = allowedOf(rule.tag_value, tagPolicyCompliance === 'error');
  // Where both have a say, both must be satisfied: the choices that the one has too are offered.
  return listed === undefined || listed.patterns.length > 0
    ? ruled
    : { ...listed, choices: listed.choices.filter((value) => isAllowed(value, ruled)) };
};

/**
 * Tells whether a text is one of the choices or matches a pattern.
 *
 * @param {string} value
 * @param {Pick<Allowed, 'choices' | 'patterns'>} allowed
 */
export const isAllowed = (value, { choices, patterns }) =>
  choices.includes(value) ||
  patterns.some((pattern) => {
    const [head = '', ...middle] = pattern.split('*');
    const tail = middle.pop() ?? '';
    if (!value.startsWith(head) || !value.slice(head.length).endsWith(tail)) return false;
    let rest = value.slice(head.length, value.length - tail.length);
    return middle.every((part) => {
      const at = rest.indexOf(part);
      rest = rest.slice(at + part.length);
      return at >= 0;
    });
  });

/**
 * @param {TagRule | undefined} rule
 * @param {string} type
 */
const isRequired = (rule, type) =>
  rule?.report_required_tag_for?.some((entry) =>
    [type, 'ALL_SUPPORTED', '*'].some((name) => entry === `imagebuilder:${name}`),
  ) === true;

/**
 * The kind of recipe that the policy gives by itself.
 *
 * @param {Policy} policy
 * @returns {{ kind: 'image' | 'container', isEnforced: boolean } | undefined}
 */
export const recipeGiven = ({ enforced, defaults }) => {
  for (const [members, isEnforced] of /** @type {const} */ ([
    [enforced, true],
    [defaults, false],
  ])) {
    if (members['imageRecipeArn'] !== undefined) return { kind: 'image', isEnforced };
    if (members['containerRecipeArn'] !== undefined) return { kind: 'container', isEnforced };
  }
  return undefined;
};

/**
 * Tells whether the policy gives or restricts anything at or below a member.
 *
 * @param {Policy} policy
 * @param {string} member
 */
export const saysSomething = (policy, member) =>
  [policy.enforced, policy.defaults].some((members) => members[member] !== undefined) ||
  demandsIn(policy).some(({ path }) => /^\/?([^.[/]*)/.exec(path)?.[1] === member) ||
  ((member === 'tags' || member === 'imageTags') &&
    knownTags(policy, member).some((tag) => tag.isRequired));
