import { createdView, previewView } from './answer-view.js';
import { NoAnswer, openApi } from './api.js';
import { byId, el } from './dom.js';
import { buildForm } from './form.js';
import { accessToken } from './host.js';
import { idempotencyKeys } from './idempotency-keys.js';
import { isObject, valueAt } from './pointer.js';
import { defaultAt, recipeGiven } from './policy.js';
import { mistakesProblem, noAnswerProblem, problemOf } from './problem.js';
import { clearErrors, problemView } from './problem-view.js';
import { previewSchedule } from './schedule-preview.js';
import { openDocument } from './schema.js';
import { addSuggestions } from './value-field.js';

/** @typedef {import('./form.js').Form} Form */
/** @typedef {import('./policy.js').Policy} Policy */
/** @typedef {import('./problem.js').Problem} Problem */
/** @typedef {'image' | 'container'} Kind */

const page = {
  form: /** @type {HTMLFormElement} */ (byId('form')),
  fields: byId('fields'),
  layers: byId('layers'),
  result: byId('result'),
  status: byId('status'),
  kinds: /** @type {HTMLFieldSetElement} */ (byId('kinds')),
  kindNote: byId('kind-note'),
  preview: byId('preview'),
  create: byId('create'),
};

const keys = idempotencyKeys();
const noReading = { places: new Map(), keyPlaces: new Map(), mistakes: [] };

/** @param {string} text */
const say = (text) => {
  page.status.textContent = text;
};

/**
 * The names of the layers that apply, general to specific, with the day on which one ends.
 *
 * @param {Policy} policy
 */
const layersOf = ({ layers, dates }) =>
  layers
    .map((name) => {
      const until = dates.find(({ layer }) => layer === name)?.until;
      return until === undefined ? name : `${name} (until ${until})`;
    })
    .join(' › ');

/** @param {Kind} kind */
const radio = (kind) => /** @type {HTMLInputElement} */ (byId(`kind-${kind}`));

const readBaseUrl = async () => {
  const response = await fetch('config.json', { cache: 'no-store' });
  const config = await response.json();
  const baseUrl = isObject(config) ? config['apiBaseUrl'] : undefined;
  if (typeof baseUrl !== 'string') throw new Error('config.json has no text "apiBaseUrl".');
  return baseUrl;
};

/**
 * Shows the page for one caller: loads what its form is made of, builds it and sends what it holds.
 *
 * @param {import('./api.js').Api} api
 */
const run = (api) => {
  /** @type {ReturnType<typeof openDocument> | undefined} */
  let document;
  /** @type {{ form: Form, policy: Policy, kind: Kind } | undefined} */
  let shown;
  let isBusy = false;
  // Which of several loads was asked for last.
  let wanted = 0;

  /** @param {boolean} busy */
  const setBusy = (busy) => {
    isBusy = busy;
    page.form.setAttribute('aria-busy', String(busy));
    // Not `disabled`: a button that has the focus would lose it.
    for (const action of [page.create, page.preview]) {
      action.setAttribute('aria-disabled', String(busy));
    }
  };

  /**
   * @param {Problem} problem
   * @param {import('./field-frame.js').Reading} reading
   * @param {() => void} retry
   */
  const showProblem = (problem, reading, retry) => {
    const { summary, focus } = problemView(problem, reading, retry);
    page.result.replaceChildren(summary);
    const count = problem.errors.length;
    const mistakes =
      count === 0 ? problem.detail : count === 1 ? '1 mistake.' : `${count} mistakes.`;
    say(`${problem.title}: ${mistakes}`);
    focus();
  };

  /**
   * Asks for a document that the page cannot do without.
   *
   * @param {string} path
   */
  const get = async (path) => {
    const answer = await api.ask({ method: 'GET', path });
    return answer.status === 200 ? { document: answer.document } : { problem: problemOf(answer) };
  };

  /**
   * Loads what the form is made of and builds it, keeping what was typed.
   *
   * @param {Kind} [kind] - The kind of recipe; left out, the one that the policy gives.
   */
  const load = async (kind) => {
    wanted += 1;
    const mine = wanted;
    const retry = () => void load(kind);
    const fail = (/** @type {Problem} */ problem) => {
      if (mine !== wanted) return;
      // The form is still that of the kind before.
      if (shown !== undefined) radio(shown.kind).checked = true;
      showProblem(problem, noReading, retry);
    };
    setBusy(true);
    say('Loading…');
    try {
      if (document === undefined) {
        const openApi = await get('openapi.json');
        if (openApi.problem) return fail(openApi.problem);
        document = openDocument(openApi.document);
      }
      let answer = await get(kind === undefined ? 'policy' : `policy?recipe=${kind}`);
      const given = answer.document && recipeGiven(/** @type {Policy} */ (answer.document));
      if (kind === undefined && answer.document && given === undefined) {
        answer = await get('policy?recipe=image');
      }
      if (mine !== wanted) return;
      if (answer.problem) return fail(answer.problem);
      // The API's own word, whose form its OpenAPI document states.
      const policy = /** @type {Policy} */ (answer.document);
      show(document, policy, kind ?? given?.kind ?? 'image');
      say('');
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      fail(noAnswerProblem(false));
    } finally {
      if (mine === wanted) setBusy(false);
    }
  };

  /**
   * @param {ReturnType<typeof openDocument>} from
   * @param {Policy} policy
   * @param {Kind} kind
   */
  const show = (from, policy, kind) => {
    const draft = shown?.form.read().body;
    const form = buildForm({ document: from, policy, kind, draft });
    shown = { form, policy, kind };
    page.fields.replaceChildren(...form.elements);
    page.result.replaceChildren();
    page.form.hidden = false;
    showKinds(policy, kind);
    page.layers.replaceChildren(
      ...(policy.layers.length === 0
        ? ['No layer of the policy applies to you.']
        : ['These layers of the policy apply to you: ', el('b', {}, layersOf(policy)), '.']),
    );
    const timezone = form.control('schedule.timezone');
    const expression = form.control('schedule.scheduleExpression');
    if (timezone instanceof HTMLInputElement && timezone.parentElement !== null) {
      addSuggestions(timezone.parentElement, timezone, Intl.supportedValuesOf('timeZone'));
    }
    if (expression !== undefined) {
      const textOf = (/** @type {string} */ member) =>
        String(defaultAt(policy, `/schedule/${member}`)?.value ?? '');
      previewSchedule(expression, timezone, () => ({
        expression: textOf('scheduleExpression'),
        timezone: textOf('timezone') || 'UTC',
      }));
    }
  };

  /**
   * @param {Policy} policy
   * @param {Kind} kind
   */
  const showKinds = (policy, kind) => {
    const given = recipeGiven(policy);
    radio(kind).checked = true;
    for (const one of /** @type {const} */ (['image', 'container'])) {
      radio(one).disabled = given?.isEnforced === true && given.kind !== one;
    }
    page.kindNote.textContent =
      given?.isEnforced === true ? 'Your organization has decided this.' : '';
  };

  /**
   * Sends what the form holds.
   *
   * @param {boolean} isDryRun
   */
  const send = async (isDryRun) => {
    if (isBusy || shown === undefined) return;
    const { body, ...reading } = shown.form.read();
    const retry = () => void send(isDryRun);
    clearErrors(reading);
    if (reading.mistakes.length > 0) {
      return showProblem(mistakesProblem(reading.mistakes), reading, retry);
    }
    setBusy(true);
    page.result.replaceChildren();
    say(isDryRun ? 'Looking…' : 'Creating…');
    try {
      const answer = await api.ask({
        method: 'POST',
        path: isDryRun ? 'image-pipelines?dryRun=true' : 'image-pipelines',
        body,
        idempotencyKey: isDryRun ? undefined : keys.keyFor(body),
      });
      if (answer.status === 200 || answer.status === 201) {
        const { element, heading } = isDryRun
          ? previewView(answer.document)
          : createdView(answer.document, say, startAnother);
        page.result.replaceChildren(element);
        say(isDryRun ? 'This is what would be created.' : 'The image pipeline is created.');
        heading.focus();
      } else {
        if (valueAt(answer.document, '/code') === 'idempotency-key-reused') keys.forget(body);
        showProblem(problemOf(answer), reading, retry);
      }
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      showProblem(noAnswerProblem(!isDryRun), reading, retry);
    } finally {
      setBusy(false);
    }
  };

  const startAnother = () => {
    const kind = shown?.kind;
    shown = undefined;
    void load(kind).then(() => {
      page.fields.querySelector('input')?.focus();
    });
  };

  page.form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(false);
  });
  page.preview.addEventListener('click', () => void send(true));
  for (const kind of /** @type {const} */ (['image', 'container'])) {
    radio(kind).addEventListener('change', () => void load(kind));
  }
  void load();
};

try {
  run(openApi(await readBaseUrl(), accessToken));
} catch (error) {
  say(`The portal cannot start: ${error instanceof Error ? error.message : String(error)}`);
}
