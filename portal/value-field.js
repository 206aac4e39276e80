import { el, newId } from './dom.js';
import { framed } from './field-frame.js';
import { shown } from './labels.js';

/** @typedef {import('./field-frame.js').Control} Control */
/** @typedef {import('./field-frame.js').Field} Field */
/** @typedef {import('./policy.js').Allowed} Allowed */
/** @typedef {import('./policy.js').Given} Given */
/** @typedef {import('./schema.js').Schema} Schema */

/**
 * @typedef {object} ValueOptions
 * @property {Schema} schema
 * @property {string} label
 * @property {string} [name] - AWS's own word for it.
 * @property {boolean} [isRequired]
 * @property {boolean} [isProse] - Whether it takes whole sentences.
 * @property {unknown} [draft] - What the caller has said before.
 * @property {Given | undefined} [preset] - The default.
 * @property {Given | undefined} [enforced] - The enforced value.
 * @property {Allowed | undefined} [allowed]
 * @property {readonly string[]} [demands] - What layers demand of it.
 * @property {readonly (string | undefined)[]} [notes]
 */

/**
 * A field for one plain value: an enforced value, a choice or a text, whichever the policy and the schema ask for.
 *
 * What is left as the default says it is not sent, so that it stays the policy's own word.
 *
 * @param {ValueOptions} options
 * @returns {Field & { control: Control }}
 */
export const valueField = (options) => {
  const { schema, label, name, draft, preset, enforced, allowed } = options;
  if (enforced !== undefined) return enforcedField(options, enforced);
  const choices = choicesOf(schema, allowed);
  const start = draft ?? preset?.value;
  const control =
    choices === undefined
      ? options.isProse === true
        ? el('textarea', { rows: 2 })
        : textControl(schema)
      : selectControl(schema, choices, preset === undefined, start);
  if (start !== undefined) control.value = shown(start);
  const source = preset === undefined ? undefined : el('p', { class: 'source' });
  const { element, place } = framed(control, {
    label,
    name,
    isRequired: options.isRequired === true && preset === undefined,
    notes: [
      ...(options.notes ?? [schema.description]),
      choices && !isEnum(schema) ? undefined : formatNote(schema),
      allowedNote(allowed, choices),
      ...(options.demands ?? []),
    ],
    source,
  });
  if (choices === undefined && allowed !== undefined && allowed.choices.length > 0) {
    addSuggestions(element, control, allowed.choices);
  }
  const showSource = () => {
    if (source !== undefined && preset !== undefined) describeSource(source, preset, control.value);
  };
  control.addEventListener('input', showSource);
  showSource();
  return {
    element,
    control,
    read: (pointer, { places }) => {
      places.set(pointer, place);
      const isDefault = preset !== undefined && control.value === shown(preset.value);
      return control.value === '' || isDefault ? undefined : valueOf(schema, control.value);
    },
  };
};

/**
 * @param {ValueOptions} options
 * @param {Given} enforced
 * @returns {Field & { control: Control }}
 */
const enforcedField = ({ schema, label, name, notes }, { value, layer }) => {
  const text = schema.type === 'boolean' ? yesOrNo(String(value)) : shown(value);
  const control = el('input', { type: 'text', value: text, readonly: true });
  const source = el('p', { class: 'source enforced' }, 'Enforced by ', el('b', {}, layer), '.');
  const { element, place } = framed(control, {
    label,
    name,
    notes: notes ?? [schema.description],
    source,
  });
  return {
    element,
    control,
    read: (pointer, { places }) => {
      places.set(pointer, place);
      return undefined;
    },
  };
};

/**
 * @param {HTMLElement} source
 * @param {Given} preset
 * @param {string} value
 */
const describeSource = (source, { value: given, layer }, value) => {
  const by = el('b', {}, layer);
  if (value === shown(given)) source.replaceChildren('Default from ', by, '.');
  else if (value === '') {
    source.replaceChildren('Left empty, so the default of ', by, ` holds: ${shown(given)}`);
  } else source.replaceChildren('Changed. The default of ', by, ` is ${shown(given)}`);
};

/** @param {Schema} schema */
const isEnum = (schema) => schema.enum !== undefined || schema.type === 'boolean';

/**
 * The values to choose from, where there are no others.
 *
 * @param {Schema} schema
 * @param {Allowed | undefined} allowed
 * @returns {readonly string[] | undefined}
 */
const choicesOf = (schema, allowed) => {
  const own = schema.type === 'boolean' ? ['true', 'false'] : schema.enum;
  if (allowed === undefined || !allowed.isStrict || allowed.patterns.length > 0) return own;
  return own === undefined
    ? allowed.choices
    : own.filter((value) => allowed.choices.includes(value));
};

/** @param {string} value */
const yesOrNo = (value) => (value === 'true' ? 'Yes' : 'No');

/** @param {Schema} schema */
const textControl = (schema) =>
  el('input', {
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    autocapitalize: 'off',
    inputmode: schema.type === 'integer' ? 'numeric' : undefined,
  });

/**
 * @param {Schema} schema
 * @param {readonly string[]} choices
 * @param {boolean} mayBeEmpty
 * @param {unknown} start
 */
const selectControl = (schema, choices, mayBeEmpty, start) => {
  const select = el('select');
  if (mayBeEmpty) select.append(el('option', { value: '' }, 'Not set'));
  // A default that the policy itself does not allow is shown all the same: the answer will name it.
  const odd = start === undefined || choices.includes(shown(start)) ? [] : [shown(start)];
  for (const value of [...odd, ...choices]) {
    select.append(el('option', { value }, schema.type === 'boolean' ? yesOrNo(value) : value));
  }
  return select;
};

/**
 * Offers values to somebody who types; any other may be typed too.
 *
 * @param {HTMLElement} element
 * @param {Control} control
 * @param {readonly string[]} values
 */
export const addSuggestions = (element, control, values) => {
  const id = newId();
  element.append(el('datalist', { id }, ...values.map((value) => el('option', { value }))));
  control.setAttribute('list', id);
};

/**
 * @param {Schema} schema
 * @returns {string | undefined} The form of a value, in the schema's own words.
 */
const formatNote = (schema) => {
  if (schema.title === undefined || isEnum(schema)) return undefined;
  const title = schema.title.charAt(0).toUpperCase() + schema.title.slice(1);
  const [example] = schema.examples ?? [];
  return example === undefined ? `${title}.` : `${title}, for example ${shown(example)}`;
};

/**
 * @param {Allowed | undefined} allowed
 * @param {readonly string[] | undefined} choices
 */
const allowedNote = (allowed, choices) => {
  if (allowed === undefined || (choices !== undefined && allowed.patterns.length === 0)) {
    return undefined;
  }
  const list = [...allowed.choices, ...allowed.patterns].join(', ');
  const stars = allowed.patterns.length > 0 ? ' (* stands for any characters)' : '';
  return `Allowed by your organization: ${list}${stars}.`;
};

/**
 * What a text means for a member; one that means nothing is sent as it is, to be named in the answer.
 *
 * @param {Schema} schema
 * @param {string} text
 */
const valueOf = (schema, text) => {
  if (schema.type === 'boolean') return text === 'true';
  if (schema.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  return text;
};
