import { shown } from './labels.js';

/** @typedef {import('./policy.js').Policy} Policy */

/**
 * What a layer demands of one member.
 *
 * @typedef {object} Demand
 * @property {'required' | 'forbidden' | 'allowed' | 'enforced'} demand
 * @property {string} path - That of the member; of an enforced value its JSON Pointer.
 * @property {readonly unknown[]} values
 * @property {string} layer
 * @property {string} [contact]
 * @property {boolean} isWarning
 * @property {string} [errorFrom] - The day from which a warning is an error.
 */

/**
 * Everything that layers demand, but for what `allowed` and `enforced` of the policy already say.
 *
 * @param {Policy} policy
 * @returns {Demand[]}
 */
export const demandsIn = ({ required, forbidden, warned }) => [
  ...listed('required', required),
  ...listed('forbidden', forbidden),
  ...warned.map((one) => ({ ...one, isWarning: true })),
];

/**
 * @param {'required' | 'forbidden'} demand
 * @param {Policy['required']} byPath
 * @returns {Demand[]}
 */
const listed = (demand, byPath) =>
  Object.entries(byPath).flatMap(([path, lists]) =>
    lists.map((list) => ({ ...list, demand, path, isWarning: false })),
  );

/**
 * What is demanded of a member itself.
 *
 * @param {Policy} policy
 * @param {string} path - Such as `schedule.timezone`.
 * @param {string} pointer - Such as `/schedule/timezone`.
 */
export const demandsAt = (policy, path, pointer) =>
  demandsIn(policy).filter((one) => one.path === (one.demand === 'enforced' ? pointer : path));

/**
 * What is demanded of the items of a list, however deep.
 *
 * @param {Policy} policy
 * @param {string} path - That of the list, such as `workflows`.
 */
export const demandsWithin = (policy, path) =>
  demandsIn(policy).filter((one) => one.path.startsWith(`${path}[]`));

/**
 * The key of the tag that something is demanded of, if it is one of `tags` or `imageTags`.
 *
 * @param {Demand} one
 * @param {'tags' | 'imageTags'} member
 */
export const demandedTag = ({ demand, path }, member) => {
  if (demand === 'enforced') {
    return path.startsWith(`/${member}/`)
      ? path
          .slice(member.length + 2)
          .replaceAll('~1', '/')
          .replaceAll('~0', '~')
      : undefined;
  }
  return path.startsWith(`${member}.`) ? path.slice(member.length + 1) : undefined;
};

/**
 * Whether a request without the member is refused.
 *
 * @param {readonly Demand[]} demands
 */
export const isRequiredBy = (demands) =>
  demands.some(({ demand, isWarning }) => demand === 'required' && !isWarning);

const words = {
  required: 'Required',
  forbidden: 'Forbidden',
  allowed: 'Allowed',
  enforced: 'Enforced',
};

/**
 * A demand as a sentence, which ends with whom to ask.
 *
 * @param {Demand} one
 */
export const demandNote = ({ demand, values, layer, contact, isWarning, errorFrom }) => {
  const end = errorFrom === undefined ? '' : ` before ${errorFrom}`;
  const by = `${words[demand]} by ${layer}${isWarning ? ` (only a warning${end})` : ''}`;
  const isAny = demand !== 'enforced' && values.includes('*');
  const texts = isAny ? [] : values.map(shown);
  const first = demand === 'required' && texts.length > 1 ? 'one of ' : '';
  const list = texts.length === 0 ? '' : `: ${first}${texts.join(', ')}`;
  const hasStars = demand !== 'enforced' && texts.some((text) => text.includes('*'));
  const stars = hasStars ? ' (* stands for any characters)' : '';
  return `${by}${list}${stars}.${contact === undefined ? '' : ` Ask ${contact}`}`;
};
