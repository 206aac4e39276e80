import { button, el } from './dom.js';
import { clearError, showError } from './field-frame.js';
import { parentPointer } from './pointer.js';

/** @typedef {import('./field-frame.js').Place} Place */
/** @typedef {import('./field-frame.js').Reading} Reading */
/** @typedef {import('./problem.js').Problem} Problem */
/** @typedef {import('./problem.js').Issue} Issue */

/** What is wrong with the name of a tag and not with its value. */
const aboutKeys = new Set(['invalid-tag-key', 'tag-key-capitalization', 'duplicate-tag']);

/**
 * The field that an error is shown at: its own, or the nearest that holds it.
 *
 * @param {Issue} issue
 * @param {Reading} reading
 * @returns {Place | undefined}
 */
const placeOf = ({ pointer, code }, { places, keyPlaces }) => {
  const key = aboutKeys.has(code) ? keyPlaces.get(pointer) : undefined;
  if (key !== undefined) return key;
  for (let at = pointer; at !== ''; at = parentPointer(at)) {
    const place = places.get(at);
    if (place !== undefined) return place;
  }
  return undefined;
};

/**
 * Takes every error off the fields of a form.
 *
 * @param {Reading} reading
 */
export const clearErrors = ({ places, keyPlaces }) => {
  for (const place of [...places.values(), ...keyPlaces.values()]) clearError(place);
};

/**
 * Shows a problem: each error beside its field, and all of it in a summary.
 *
 * @param {Problem} problem
 * @param {Reading} reading
 * @param {() => void} retry
 * @returns {{ summary: HTMLElement, focus: () => void }} `focus` goes to the first field that has an
 * error, or to the summary.
 */
export const problemView = (problem, reading, retry) => {
  const placed = problem.errors.map((issue) => ({ ...issue, place: placeOf(issue, reading) }));
  for (const { place, detail } of placed) if (place !== undefined) showError(place, detail);
  const heading = el('h2', { tabindex: '-1' }, problem.title);
  const summary = el('section', { class: 'panel problem' }, heading);
  if (placed.length === 0 && problem.detail !== '') summary.append(el('p', {}, problem.detail));
  if (placed.length > 0) summary.append(el('ul', {}, ...placed.map(errorItem)));
  const isMarked = placed.some(({ place }) => place !== undefined);
  // The API's hint speaks of the members of its answer, which nobody sees here.
  const hint = isMarked ? 'Each is marked in the form.' : problem.hint;
  if (hint !== undefined) summary.append(el('p', {}, hint));
  if (problem.retryAfter !== undefined && hint?.includes(problem.retryAfter) !== true) {
    summary.append(el('p', {}, `Wait ${secondsOf(problem.retryAfter)} before you try again.`));
  }
  if (problem.retryable) {
    summary.append(el('p', {}, button('Try again', retry, { class: 'secondary' })));
  }
  const facts = [
    problem.code && `Code: ${problem.code}`,
    problem.instance && `Request: ${problem.instance}`,
  ].filter((fact) => fact !== undefined && fact !== '');
  if (facts.length > 0) summary.append(el('p', { class: 'facts' }, facts.join(' · ')));
  return {
    summary,
    focus: () => {
      const controls = placed.flatMap(({ place }) => (place === undefined ? [] : [place.control]));
      const [first = heading] = controls.sort((one, other) =>
        one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
      );
      goTo(first);
    },
  };
};

/** @param {string} retryAfter */
const secondsOf = (retryAfter) => (retryAfter === '1' ? 'a second' : `${retryAfter} seconds`);

/** @param {Issue & { place: Place | undefined }} error */
const errorItem = ({ pointer, detail, place }) => {
  if (place === undefined) return el('li', {}, el('code', {}, pointer || '/'), ` ${detail}`);
  const link = el('a', { href: `#${place.control.id}` }, detail);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    goTo(place.control);
  });
  return el('li', {}, link);
};

/**
 * Opens the section that an element is in, and gives it the focus.
 *
 * @param {HTMLElement} element
 */
export const goTo = (element) => {
  const section = element.closest('details');
  if (section !== null) section.open = true;
  element.focus();
  element.scrollIntoView({ block: 'center' });
};
