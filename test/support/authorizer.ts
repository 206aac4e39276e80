import type { Caller } from '../../src/policy/document.ts';

/** What an authorizer of an HTTP API says of a caller. */
export const authorizerOf = ({ id, account, groups }: Caller): Record<string, unknown> => {
  if (id?.startsWith('jwt:') === true) {
    return { jwt: { claims: { sub: id.slice('jwt:'.length), groups }, scopes: null } };
  }
  return id === undefined ? {} : { iam: { userArn: id, accountId: account } };
};
