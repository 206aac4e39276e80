/** A function that does nothing: what any load time has to be measured over. */
export const handler = (): Promise<{ statusCode: number }> => Promise.resolve({ statusCode: 204 });
