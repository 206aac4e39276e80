import type { Answer } from '../proxy-request.ts';

/**
 * Gives the OpenAPI document. It is a chunk of its own in the bundle, loaded when it is first asked
 * for: no other request pays for it.
 */
export const getOpenApi = async (): Promise<Answer> => {
  const { default: document } = await import('../../docs/openapi.json', { with: { type: 'json' } });
  return { status: 200, message: 'The OpenAPI document.', document };
};
