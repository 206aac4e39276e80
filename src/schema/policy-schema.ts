import policySchema from '../../policy/organization-policy.schema.json' with { type: 'json' };
import type { JsonObject } from '../json/json-value.ts';
import type { Issue } from '../json/issue.ts';
import { explain } from './explain.ts';
import { schemaDocument } from './member-schema.ts';
import validate from './organization-policy.validator.js';

const about = { ...schemaDocument(policySchema), name: 'an organization policy' };

/**
 * Holds a policy document against its JSON Schema.
 *
 * @returns All issues at once, with pointers into the document.
 */
export const validatePolicy = (document: JsonObject): Issue[] =>
  validate(document) ? [] : explain(about, validate.errors ?? [], document);
