/** Freezes a value and all in it; the work list of its own keeps a deep document from ending the stack. */
export const deepFreeze = <T>(root: T): T => {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) continue;
    Object.freeze(value);
    for (const inner of Object.values(value)) open.push(inner);
  }
  return root;
};
