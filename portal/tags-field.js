import { button, el } from './dom.js';
import { demandNote, demandedTag, demandsIn } from './demands.js';
import { framed, grouped } from './field-frame.js';
import { childPointer, isObject } from './pointer.js';
import { allowedTag, knownTags } from './policy.js';
import { addSuggestions, valueField } from './value-field.js';

/** @typedef {import('./field-frame.js').Field} Field */
/** @typedef {import('./policy.js').Policy} Policy */

/**
 * One row: the tag's key, and the field of its value.
 *
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {() => string} key
 * @property {(pointer: string, reading: import('./field-frame.js').Reading) => unknown} read
 */

/**
 * A field for `tags` or `imageTags`: a row for each tag that the policy names, and as many others as
 * somebody wants.
 *
 * @param {object} options
 * @param {Policy} options.policy
 * @param {'tags' | 'imageTags'} options.member
 * @param {string} options.label
 * @param {string | undefined} options.note
 * @param {unknown} options.draft
 * @returns {Field}
 */
export const tagsField = ({ policy, member, label, note, draft }) => {
  const drafts = new Map(Object.entries(isObject(draft) ? draft : {}));
  const known = knownTags(policy, member);
  const fixed = known.filter(
    ({ notes, preset, enforced }) => notes.length > 0 || preset || enforced,
  );
  const offered = known.filter((tag) => !fixed.includes(tag) && tag.allowed?.choices.length !== 0);
  const list = el('div', { class: 'items' });
  /** @type {Set<Row>} */
  const rows = new Set();

  for (const { key, ...tag } of fixed) {
    const field = valueField({
      schema: { type: 'string' },
      label: key,
      draft: drafts.get(key),
      ...tag,
    });
    drafts.delete(key);
    rows.add({ element: field.element, key: () => key, read: field.read });
    list.append(field.element);
  }

  let counted = 0;
  const add = (key = '', value = /** @type {unknown} */ (undefined)) => {
    counted += 1;
    const row = freeRow({ number: counted, policy, member, key, value, offered });
    const remove = button(
      'Remove',
      () => {
        rows.delete(row);
        row.element.remove();
        adder.focus();
      },
      { class: 'quiet', 'aria-label': `Remove tag ${counted}` },
    );
    row.element.append(remove);
    rows.add(row);
    list.append(row.element);
    return row;
  };
  const adder = button(
    'Add tag',
    () => {
      add().element.querySelector('input')?.focus();
    },
    { class: 'secondary', 'aria-label': `Add tag to ${label.toLowerCase()}` },
  );
  for (const [key, value] of drafts) add(key, value);

  // What has a row says so there; what nobody should add is said above all.
  const others = demandsIn(policy).flatMap((one) => {
    const key = demandedTag(one, member);
    return key === undefined || fixed.some((tag) => tag.key === key)
      ? []
      : [`${key}: ${demandNote(one)}`];
  });
  const { element, place } = grouped(
    { label, name: member, notes: [note, ...others] },
    list,
    adder,
  );
  return {
    element,
    read: (pointer, reading) => {
      reading.places.set(pointer, place);
      /** @type {Map<string, unknown>} */
      const tags = new Map();
      const seen = new Set();
      for (const row of rows) {
        const key = row.key();
        const at = childPointer(pointer, key);
        const value = row.read(at, reading);
        if (key !== '' && seen.has(key)) {
          const detail = `The tag key “${key}” is there twice: remove one of them.`;
          reading.mistakes.push({ pointer: at, code: 'duplicate-tag', detail });
        }
        seen.add(key);
        if (value !== undefined) tags.set(key, value);
      }
      // fromEntries defines its members, so a tag named __proto__ is a tag like any other.
      return tags.size === 0 ? undefined : Object.fromEntries(tags);
    },
  };
};

/**
 * @param {object} options
 * @param {number} options.number
 * @param {Policy} options.policy
 * @param {'tags' | 'imageTags'} options.member
 * @param {string} options.key
 * @param {unknown} options.value
 * @param {readonly { key: string }[]} options.offered
 * @returns {Row}
 */
const freeRow = ({ number, policy, member, key, value, offered }) => {
  const keyControl = el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  keyControl.value = key;
  const framedKey = framed(keyControl, { label: `Key of tag ${number}`, notes: [] });
  if (offered.length > 0) {
    addSuggestions(
      framedKey.element,
      keyControl,
      offered.map((tag) => tag.key),
    );
  }
  const allowedNow = () =>
    keyControl.value === '' ? undefined : allowedTag(policy, member, keyControl.value);
  const fieldFor = (/** @type {unknown} */ draft) =>
    valueField({
      schema: { type: 'string' },
      label: `Value of tag ${number}`,
      notes: [],
      draft,
      allowed,
    });
  let allowed = allowedNow();
  let field = fieldFor(value);
  const holder = el('div', { class: 'holder' }, field.element);
  keyControl.addEventListener('input', () => {
    const before = JSON.stringify(allowed);
    allowed = allowedNow();
    if (JSON.stringify(allowed) === before) return;
    // Another key has other values: the field is made anew, with what was typed.
    field = fieldFor(field.control.value === '' ? undefined : field.control.value);
    holder.replaceChildren(field.element);
  });
  return {
    element: el('div', { class: 'item tag' }, framedKey.element, holder),
    key: () => keyControl.value,
    read: (pointer, reading) => {
      const read = field.read(pointer, reading);
      reading.keyPlaces.set(pointer, framedKey.place);
      // A tag may have an empty value; a row of which nothing is filled in is no tag.
      return read ?? (keyControl.value === '' ? undefined : '');
    },
  };
};
