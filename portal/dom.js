/**
 * Makes an element. Texts become text nodes, so nothing that comes from a server, a policy or a
 * person is ever read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Readonly<Record<string, string | number | boolean | undefined>>} [attributes] - One that is
 * `false` or `undefined` is left out.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
};

/**
 * A button that does something else than send its form.
 *
 * @param {string} text
 * @param {() => void} onClick
 * @param {Readonly<Record<string, string>>} [attributes]
 */
export const button = (text, onClick, attributes = {}) => {
  const element = el('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', onClick);
  return element;
};

let made = 0;

/** An id that no other element of the page has. */
export const newId = () => {
  made += 1;
  return `f${made}`;
};

/**
 * @param {string} id
 * @returns {HTMLElement} The element of the page that has this id.
 */
export const byId = (id) => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element "${id}".`);
  return element;
};
