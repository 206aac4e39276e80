import { button, el } from './dom.js';
import { shown } from './labels.js';
import { isObject, leavesOf } from './pointer.js';
import { issuesOf } from './problem.js';

/** @typedef {Readonly<Record<string, unknown>>} JsonObject */

/**
 * Shows what a dry run answered: the request as it would be sent, and who said what.
 *
 * @param {JsonObject} document
 * @returns {{ element: HTMLElement, heading: HTMLElement }}
 */
export const previewView = (document) => {
  const heading = el('h2', { tabindex: '-1' }, 'What would be created');
  const element = el(
    'section',
    { class: 'panel' },
    heading,
    el('p', {}, 'Nothing was created. This is the request as it would go to Image Builder.'),
    ...warningsView(document),
    requestView(document),
  );
  return { element, heading };
};

/**
 * Shows the image pipeline that was created.
 *
 * @param {JsonObject} document
 * @param {(text: string) => void} say - Tells what copying came to.
 * @param {() => void} startAnother
 * @returns {{ element: HTMLElement, heading: HTMLElement }}
 */
export const createdView = (document, say, startAnother) => {
  const heading = el('h2', { tabindex: '-1' }, 'Image pipeline created');
  const arn = String(document['imagePipelineArn']);
  const code = el('code', { class: 'arn' }, arn);
  const copy = button(
    'Copy ARN',
    () => {
      navigator.clipboard.writeText(arn).then(
        () => {
          say('The ARN is copied.');
        },
        () => {
          getSelection()?.selectAllChildren(code);
          say(
            'The browser does not allow copying. The ARN is selected: copy it with the keyboard.',
          );
        },
      );
    },
    { class: 'secondary' },
  );
  const element = el(
    'section',
    { class: 'panel success' },
    heading,
    el('p', {}, code),
    el(
      'p',
      { class: 'actions' },
      copy,
      button('Create another', startAnother, { class: 'secondary' }),
    ),
    ...warningsView(document),
    el('details', {}, el('summary', {}, 'What was sent'), requestView(document)),
  );
  return { element, heading };
};

/** @param {JsonObject} document */
const warningsView = (document) => {
  const warnings = issuesOf(document['warnings']);
  if (warnings.length === 0) return [];
  const items = warnings.map(({ pointer, detail }) =>
    el('li', {}, el('code', {}, pointer), ` ${detail}`),
  );
  return [el('div', { class: 'warnings' }, el('h3', {}, 'Worth knowing'), el('ul', {}, ...items))];
};

/** @param {JsonObject} document */
const requestView = (document) => {
  const provenance = isObject(document['provenance']) ? document['provenance'] : {};
  return el(
    'dl',
    { class: 'request' },
    ...leavesOf(document['imagePipeline']).map(({ pointer, value }) =>
      el(
        'div',
        {},
        el('dt', {}, el('code', {}, pointer.slice(1))),
        el('dd', {}, shown(value)),
        el('dd', { class: 'source' }, sourceText(provenance[pointer])),
      ),
    ),
  );
};

/** @param {unknown} source */
const sourceText = (source) =>
  source === 'caller' ? 'from you' : `from ${String(source ?? 'you')}`;
