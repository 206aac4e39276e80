/** Tells the path of a tag, whose value may be any text, from those of the service's own members. */
export const isTagPath = (path: string): boolean => /^(?:tags|imageTags)\./s.test(path);
