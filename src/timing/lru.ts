/**
 * A bounded cache by key; the least recently used value is dropped first.
 *
 * @param most - How many values are cached.
 * @param create - Creates the value of a key that is not cached.
 */
export const leastRecentlyUsed = <T>(
  most: number,
  create: (key: string) => T,
): ((key: string) => T) => {
  const values = new Map<string, T>();
  return (key) => {
    const value = values.get(key) ?? create(key);
    // A map remembers the order in which keys were set.
    values.delete(key);
    values.set(key, value);
    const [oldest] = values.keys();
    if (values.size > most && oldest !== undefined) values.delete(oldest);
    return value;
  };
};
