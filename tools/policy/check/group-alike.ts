import { fromPointer, toPointer } from '../../../src/json/pointer.ts';
import type { Diagnostic } from './diagnostic.ts';

// A handful is read; more of one kind come of one cause.
const mostAlike = 5;

/**
 * Diagnostics of which many are alike, of one code at the same place of several layers or entries: the
 * first stands for all, and its `alike` are the places of the others.
 */
export const groupAlike = <T extends Diagnostic>(diagnostics: readonly T[]): T[] => {
  const groups = new Map<string, T[]>();
  for (const one of diagnostics) {
    const steps = fromPointer(one.pointer).map((step) => (/^[0-9]+$/.test(step) ? '*' : step));
    const key = JSON.stringify([one.severity, one.code, toPointer(steps)]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  const hidden = new Set<T>();
  const shown = new Map<T, T>();
  for (const [first, ...others] of groups.values()) {
    if (first === undefined || others.length < mostAlike) continue;
    for (const other of others) hidden.add(other);
    const detail = `${first.detail} And ${others.length} more like it.`;
    shown.set(first, { ...first, detail, alike: others.map(({ pointer }) => pointer) });
  }
  return diagnostics.flatMap((one) => (hidden.has(one) ? [] : [shown.get(one) ?? one]));
};
