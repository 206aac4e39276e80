/**
 * Keeps a bounded number of things by key; the one that was asked for longest ago goes first.
 *
 * @param most - How many are kept.
 * @param make - Makes the thing of a key that is not kept.
 */
export const leastRecentlyUsed = <T>(
  most: number,
  make: (key: string) => T,
): ((key: string) => T) => {
  const kept = new Map<string, T>();
  return (key) => {
    const value = kept.get(key) ?? make(key);
    // A map remembers the order in which keys were set.
    kept.delete(key);
    kept.set(key, value);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return value;
  };
};
