import { fromPointer, valueAt } from '../../../src/json/pointer.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { tagMembers } from '../../../src/policy/tag-keys.ts';
import { fillVariables, variablePattern } from '../../../src/policy/variables.ts';
import { callerPattern } from '../caller.ts';
import { sectionOf } from '../statements.ts';
import type { Creator } from './creator.ts';

/** The tag value with variables that a layer has at a pointer, as it is written; undefined where it has no such value. */
export const variableTagAt = (
  { layers }: OrganizationPolicy,
  layerName: string | undefined,
  pointer: string,
): string | undefined => {
  const layer = layers.find(({ name }) => name === layerName);
  const [member] = fromPointer(pointer);
  if (layer === undefined || !tagMembers.some((name) => name === member)) return undefined;
  const written = valueAt(layer[sectionOf(layer, pointer)], pointer);
  return typeof written === 'string' && written.includes('${') ? written : undefined;
};

/** Whether what a variable of a tag value stands for is not known of a pipeline's creator. */
export const isUntold = (written: string, { unknown }: Creator): boolean =>
  unknown === 'caller' && /\$\{(?:caller|account)\}/.test(written);

/**
 * Whether a tag value with variables may have come to a value when a pipeline was created: for its
 * creator or, where that is not known, for some caller; at any time.
 */
export const mayHaveBeen = (written: string, value: unknown, creator: Creator): boolean => {
  if (typeof value !== 'string') return false;
  const { caller, unknown } = creator;
  const filled = (variable: string): string =>
    escaped(fillVariables(variable, { caller, requestTime: '' }));
  const patterns: Readonly<Record<string, string>> = {
    '${caller}': unknown === 'caller' ? `(?:${callerPattern}|anonymous)` : filled('${caller}'),
    '${account}': caller.account === undefined ? '(?:\\d{12}|unknown)' : filled('${account}'),
    '${requestTime}': '\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z',
  };
  const parts = written.split(variablePattern).map(escaped);
  const variables = written.match(variablePattern) ?? [];
  const pattern = parts.map((part, index) => {
    const variable = variables[index] ?? '';
    return `${part}${patterns[variable] ?? escaped(variable)}`;
  });
  return new RegExp(`^${pattern.join('')}$`, 's').test(value);
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
