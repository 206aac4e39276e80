import { demandNote, demandsAt, demandsWithin, isRequiredBy } from './demands.js';
import { el } from './dom.js';
import { grouped } from './field-frame.js';
import { labelOf, recipeMember, sections, shown, tokenMember } from './labels.js';
import { listField } from './list-field.js';
import { childPointer, isObject, valueAt } from './pointer.js';
import { allowedAt, defaultAt, enforcedAt, saysSomething } from './policy.js';
import { tagsField } from './tags-field.js';
import { valueField } from './value-field.js';

/** @typedef {import('./field-frame.js').Control} Control */
/** @typedef {import('./field-frame.js').Field} Field */
/** @typedef {import('./field-frame.js').Reading} Reading */
/** @typedef {import('./policy.js').Policy} Policy */
/** @typedef {import('./schema.js').OpenDocument} OpenDocument */
/** @typedef {import('./schema.js').Schema} Schema */

/**
 * What a form is made of: the request's schema, the policy, the kind of recipe and what the caller
 * has said before.
 *
 * @typedef {object} FormSource
 * @property {OpenDocument} document
 * @property {Policy} policy
 * @property {'image' | 'container'} kind
 * @property {unknown} draft
 */

/**
 * A form of every member of a request.
 *
 * @typedef {object} Form
 * @property {readonly HTMLElement[]} elements
 * @property {() => Reading & { body: Record<string, unknown> }} read
 * @property {(path: string) => Control | undefined} control - The control of a plain member, by its
 * path such as `schedule.timezone`.
 */

/**
 * Builds the form.
 *
 * @param {FormSource} source
 * @returns {Form}
 */
export const buildForm = ({ document, policy, kind, draft }) => {
  const body = document.body();
  const { [recipeMember[kind === 'image' ? 'container' : 'image']]: _other, ...members } =
    body.properties ?? {};
  /** @type {Map<string, Control>} */
  const controls = new Map();

  /**
   * @typedef {object} At
   * @property {string} path - `workflows[].workflowArn`
   * @property {string} pointer - Where the policy may speak of it; `''` within a list.
   * @property {string} label
   * @property {string} [name]
   * @property {unknown} draft
   * @property {boolean} isRequired
   */

  /**
   * @param {Schema} reference
   * @param {At} at
   * @returns {Field}
   */
  const fieldFor = (reference, at) => {
    const schema = document.resolved(reference);
    const { path, pointer, label, name } = at;
    const enforced = pointer === '' ? undefined : enforcedAt(policy, pointer);
    if (path === 'tags' || path === 'imageTags') {
      return tagsField({ policy, member: path, label, note: schema.description, draft: at.draft });
    }
    if (schema.properties !== undefined) return objectField(schema, at);
    const preset = pointer === '' ? undefined : defaultAt(policy, pointer);
    // What holds for items is said once, at their list.
    const demands = pointer === '' ? [] : demandsAt(policy, path, pointer);
    if (schema.type === 'array' && enforced === undefined) {
      const items = at.draft ?? preset?.value;
      const from = preset && `The default of ${preset.layer}: ${shown(preset.value)}`;
      return listField({
        label,
        ...(name !== undefined && { name }),
        notes: [
          schema.description,
          from,
          ...[...demands, ...demandsWithin(policy, path)].map(demandNote),
        ],
        items: Array.isArray(items) ? items : [],
        preset: preset?.value,
        itemField: (itemLabel, itemDraft) =>
          fieldFor(schema.items ?? {}, {
            ...{ path: `${path}[]`, pointer: '', label: itemLabel, draft: itemDraft },
            isRequired: false,
          }),
      });
    }
    const field = valueField({
      schema,
      ...at,
      isRequired: at.isRequired || isRequiredBy(demands),
      demands: demands.map(demandNote),
      preset,
      enforced,
      allowed: allowedAt(policy, path),
      isProse: path === 'description',
    });
    controls.set(path, field.control);
    return field;
  };

  /**
   * @param {Schema} schema
   * @param {At} at
   * @returns {Field}
   */
  const objectField = (schema, { path, pointer, label, name, draft: said }) => {
    const isItem = pointer === '';
    const fields = Object.entries(schema.properties ?? {}).map(([member, child]) => {
      const field = fieldFor(child, {
        path: `${path}.${member}`,
        pointer: isItem ? '' : childPointer(pointer, member),
        label: labelOf(member),
        name: member,
        draft: isObject(said) ? said[member] : undefined,
        isRequired: schema.required?.includes(member) === true,
      });
      return { member, field };
    });
    const { element, place } = grouped(
      { label, name, notes: isItem ? [] : [schema.description] },
      ...fields.map(({ field }) => field.element),
    );
    return {
      element,
      read: (at, reading) => {
        reading.places.set(at, place);
        const values = fields.flatMap(({ member, field }) => {
          const value = field.read(childPointer(at, member), reading);
          return value === undefined ? [] : [[member, value]];
        });
        return values.length === 0 ? undefined : Object.fromEntries(values);
      },
    };
  };

  const recipe = recipeMember[kind];
  const isNeeded = (/** @type {string} */ member) =>
    member === recipe ||
    member === 'infrastructureConfigurationArn' ||
    body.required?.includes(member) === true;
  const named = new Set([...sections.flatMap((section) => section.members), recipe, tokenMember]);
  const others = Object.keys(members).filter((member) => !named.has(member));
  /** @type {Map<string, Field>} */
  const fields = new Map();
  const elements = [...sections, { title: 'More', members: others }].flatMap((section, index) => {
    const wanted =
      index === 0
        ? [...section.members.slice(0, 1), recipe, ...section.members.slice(1)]
        : section.members;
    const present = wanted.filter((member) => members[member] !== undefined);
    for (const member of present) {
      fields.set(
        member,
        fieldFor(members[member] ?? {}, {
          ...{ path: member, pointer: `/${member}`, label: labelOf(member), name: member },
          draft: valueAt(draft, `/${member}`),
          isRequired: isNeeded(member),
        }),
      );
    }
    if (present.length === 0) return [];
    const isOpen =
      index === 0 ||
      present.some(
        (member) =>
          isNeeded(member) ||
          saysSomething(policy, member) ||
          valueAt(draft, `/${member}`) !== undefined,
      );
    return [
      el(
        'details',
        { class: 'section', open: isOpen },
        el('summary', {}, el('h2', {}, section.title)),
        el(
          'div',
          { class: 'fields' },
          ...present.flatMap((member) => fields.get(member)?.element ?? []),
        ),
      ),
    ];
  });

  return {
    elements,
    control: (path) => controls.get(path),
    read: () => {
      /** @type {Reading} */
      const reading = { places: new Map(), keyPlaces: new Map(), mistakes: [] };
      const values = [...fields].flatMap(([member, field]) => {
        const value = field.read(`/${member}`, reading);
        return value === undefined ? [] : [[member, value]];
      });
      return { ...reading, body: Object.fromEntries(values) };
    },
  };
};
