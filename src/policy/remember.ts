/**
 * Remembers what is made of an object for as long as the object lives: the same object gives the very
 * same result again. For what never changes, as the parts of a policy, which is frozen.
 */
export const remember = <K extends object, V>(make: (key: K) => V): ((key: K) => V) => {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let entry = known.get(key);
    if (entry === undefined) {
      entry = { value: make(key) };
      known.set(key, entry);
    }
    return entry.value;
  };
};
