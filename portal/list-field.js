import { button, el } from './dom.js';
import { grouped } from './field-frame.js';
import { singular } from './labels.js';

/** @typedef {import('./field-frame.js').Field} Field */

/**
 * A field for a list: its items, each of which can be removed, and a button that adds one.
 *
 * A list that is as the default says is not sent.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.name]
 * @param {readonly (string | undefined)[]} options.notes
 * @param {readonly unknown[]} options.items - What it begins with.
 * @param {unknown} options.preset - The default, if any.
 * @param {(label: string, draft: unknown) => Field} options.itemField
 * @returns {Field}
 */
export const listField = ({ label, name, notes, items, preset, itemField }) => {
  const list = el('div', { class: 'items' });
  /** @type {Set<Field>} */
  const fields = new Set();
  let counted = 0;
  const one = singular(label);
  const add = (/** @type {unknown} */ draft) => {
    counted += 1;
    const itemLabel = `${one} ${counted}`;
    const field = itemField(itemLabel, draft);
    const remove = button(
      'Remove',
      () => {
        fields.delete(field);
        row.remove();
        adder.focus();
      },
      { class: 'quiet', 'aria-label': `Remove ${itemLabel.toLowerCase()}` },
    );
    const row = el('div', { class: 'item' }, field.element, remove);
    fields.add(field);
    list.append(row);
    return row;
  };
  const adder = button(
    `Add ${one.toLowerCase()}`,
    () => {
      const row = add(undefined);
      const first = row.querySelector('input, select, textarea');
      if (first instanceof HTMLElement) first.focus();
    },
    { class: 'secondary' },
  );
  for (const item of items) add(item);
  const { element, place } = grouped({ label, name, notes }, list, adder);
  return {
    element,
    read: (pointer, reading) => {
      reading.places.set(pointer, place);
      /** @type {unknown[]} */
      const values = [];
      for (const field of fields) {
        const value = field.read(`${pointer}/${values.length}`, reading);
        if (value !== undefined) values.push(value);
      }
      const isDefault = preset !== undefined && JSON.stringify(values) === JSON.stringify(preset);
      return values.length === 0 || isDefault ? undefined : values;
    },
  };
};
