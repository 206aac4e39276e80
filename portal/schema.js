import { isObject, valueAt } from './pointer.js';

/**
 * The part of a JSON Schema that a form is made of.
 *
 * @typedef {object} Schema
 * @property {string} [title]
 * @property {string} [description]
 * @property {string} [type]
 * @property {readonly string[]} [enum]
 * @property {readonly unknown[]} [examples]
 * @property {readonly string[]} [required]
 * @property {Readonly<Record<string, Schema>>} [properties]
 * @property {Schema} [items]
 * @property {Schema | boolean} [additionalProperties]
 * @property {number} [maxLength]
 * @property {string} [$ref]
 */

/**
 * Opens an OpenAPI document: its schemas with references followed, what stands beside a reference
 * going before what it leads to.
 *
 * @param {unknown} document
 */
export const openDocument = (document) => {
  /**
   * @param {unknown} schema
   * @returns {Schema}
   */
  const resolved = (schema) => {
    if (!isObject(schema)) return {};
    const { $ref, ...own } = schema;
    return typeof $ref === 'string'
      ? { ...resolved(valueAt(document, $ref.slice(1))), ...own }
      : own;
  };
  return {
    resolved,
    /** The body of the operation that creates an image pipeline. */
    body: () =>
      resolved(
        valueAt(
          document,
          '/paths/~1image-pipelines/post/requestBody/content/application~1json/schema',
        ),
      ),
  };
};

/** @typedef {ReturnType<typeof openDocument>} OpenDocument */
