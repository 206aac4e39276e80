import { el } from './dom.js';
import { nextRuns } from './next-runs.js';

/** @typedef {import('./field-frame.js').Control} Control */
/** @typedef {import('./next-runs.js').Run} Run */

/**
 * Shows the next three times at which a schedule runs below its expression, and keeps them right while
 * somebody types.
 *
 * @param {Control} expression
 * @param {Control | undefined} timezone
 * @param {() => { expression: string, timezone: string }} fallback - What holds where a field is empty.
 */
export const previewSchedule = (expression, timezone, fallback) => {
  const element = el('div', { class: 'next-runs', 'aria-live': 'polite' });
  expression.after(element);
  const update = () => {
    const { expression: otherwise, timezone: otherZone } = fallback();
    const text = expression.value || otherwise;
    const zone = timezone?.value || otherZone;
    element.replaceChildren(...(text === '' ? [] : runsView(text, zone)));
  };
  for (const control of [expression, timezone]) {
    control?.addEventListener('input', update);
  }
  update();
};

/**
 * @param {string} expression
 * @param {string} zone
 */
const runsView = (expression, zone) => {
  const { runs, reason } = nextRuns(expression, zone);
  if (runs === undefined) {
    return [el('p', {}, el('b', {}, 'The next runs cannot be computed. '), reason)];
  }
  if (runs.length === 0)
    return [el('p', {}, 'It never runs: no time that it names is still to come.')];
  const title = expression.startsWith('rate')
    ? `If it is created now, about (${zone}):`
    : `Next runs (${zone}):`;
  return [el('p', {}, title), el('ol', {}, ...runs.map((run) => el('li', {}, runText(run, zone))))];
};

/** @type {Intl.DateTimeFormatOptions} */
const format = {
  ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit' },
};

/**
 * @param {Run} run
 * @param {string} zone
 */
const runText = ({ clock, instant, doubt }, zone) => {
  if (instant !== undefined) {
    return new Intl.DateTimeFormat('en-GB', {
      ...format,
      timeZone: zone,
      timeZoneName: 'short',
    }).format(instant);
  }
  const shown = new Intl.DateTimeFormat('en-GB', { ...format, timeZone: 'UTC' }).format(clock);
  return doubt === 'skipped'
    ? `${shown}: the clocks skip this time, so what happens cannot be computed`
    : `${shown}: the clocks show this time twice, so when it runs cannot be computed`;
};
