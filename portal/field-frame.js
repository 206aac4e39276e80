import { el, newId } from './dom.js';

/**
 * Where a problem with one member is shown, and what gets the focus then.
 *
 * @typedef {{ readonly control: HTMLElement, readonly error: HTMLElement }} Place
 */

/**
 * What reading a form gives beside the body: the place of each pointer, and mistakes that would
 * otherwise be lost on the way.
 *
 * @typedef {object} Reading
 * @property {Map<string, Place>} places
 * @property {Map<string, Place>} keyPlaces - Those of the names of tags, by the tags' pointers.
 * @property {{ pointer: string, code: string, detail: string }[]} mistakes
 */

/**
 * A part of the form.
 *
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {(pointer: string, reading: Reading) => unknown} read - The value to send, `undefined` for
 * none. Takes the pointer that the value will have.
 */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/**
 * Puts a label, notes and a place for an error around a control, and ties them to it.
 *
 * @param {Control} control
 * @param {{ label: string, name?: string | undefined, isRequired?: boolean, notes: readonly (string | undefined)[], source?: HTMLElement | undefined }} about
 * `name` is AWS's own word, `source` says where the value comes from.
 * @returns {{ element: HTMLElement, place: Place }}
 */
export const framed = (control, { label, name, isRequired = false, notes, source }) => {
  const id = newId();
  control.id = id;
  const error = el('p', { id: `${id}-error`, class: 'error', hidden: true });
  const lines = notes.flatMap((note, index) =>
    note === undefined ? [] : [el('p', { id: `${id}-note${index}`, class: 'note' }, note)],
  );
  if (source !== undefined) source.id = `${id}-source`;
  const described = [...lines, ...(source === undefined ? [] : [source]), error];
  control.setAttribute('aria-describedby', described.map((element) => element.id).join(' '));
  if (isRequired) control.setAttribute('aria-required', 'true');
  const heading = el(
    'div',
    { class: 'label' },
    el('label', { for: id }, label, isRequired ? ' ' : '', ...(isRequired ? [required()] : [])),
    ...(name === undefined ? [] : [el('code', { 'aria-hidden': 'true' }, name)]),
  );
  const element = el('div', { class: 'field' }, heading, ...lines, control);
  if (source !== undefined) element.append(source);
  element.append(error);
  const place = { control, error };
  control.addEventListener('input', () => {
    clearError(place);
  });
  return { element, place };
};

const required = () => el('span', { class: 'required' }, '(required)');

/**
 * A group of fields with a legend, notes and a place for an error about the whole.
 *
 * @param {{ label: string, name?: string | undefined, notes: readonly (string | undefined)[], className?: string }} about
 * @param {...Node} children
 * @returns {{ element: HTMLFieldSetElement, place: Place }}
 */
export const grouped = ({ label, name, notes, className = 'group' }, ...children) => {
  const id = newId();
  const error = el('p', { id: `${id}-error`, class: 'error', hidden: true });
  const lines = notes.flatMap((note, index) =>
    note === undefined ? [] : [el('p', { id: `${id}-note${index}`, class: 'note' }, note)],
  );
  const described = [...lines, error].map((element) => element.id).join(' ');
  const legend = el('legend', {}, label);
  if (name !== undefined) legend.append(' ', el('code', { 'aria-hidden': 'true' }, name));
  const element = el(
    'fieldset',
    { id, class: className, tabindex: '-1', 'aria-describedby': described },
    legend,
    ...lines,
    error,
    ...children,
  );
  return { element, place: { control: element, error } };
};

/**
 * Shows what is wrong beside a field.
 *
 * @param {Place} place
 * @param {string} detail
 */
export const showError = ({ control, error }, detail) => {
  const isFirst = error.hidden;
  if (isFirst) error.replaceChildren(el('strong', {}, 'Error: '));
  error.append(isFirst ? detail : ` ${detail}`);
  error.hidden = false;
  control.setAttribute('aria-invalid', 'true');
};

/** @param {Place} place */
export const clearError = ({ control, error }) => {
  error.replaceChildren();
  error.hidden = true;
  control.removeAttribute('aria-invalid');
};
