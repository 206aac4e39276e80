/**
 * Says in one line why something could not be read: the exception's name, or the code of a failed
 * connection, and the sentence that came with it.
 *
 * For the log alone: the sentences of AWS name roles and resources.
 */
export const describeFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const name = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  // An exception that came without a message has this one in the SDK.
  const sentence = error.message === 'UnknownError' ? '' : error.message.replace(/\.$/, '');
  if (sentence === '') return name;
  return name === 'Error' ? sentence : `${name}: ${sentence}`;
};
