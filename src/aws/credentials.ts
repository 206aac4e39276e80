import { fromEnv } from '@aws-sdk/credential-provider-env';

type Credentials = Awaited<ReturnType<ReturnType<typeof fromEnv>>>;
type Provider = () => Promise<Credentials>;

// Ahead of the end, so that no request is signed with credentials that end on the way.
const renewAheadMillis = 5 * 60_000;

/**
 * Where a function's credentials come from: the environment that Lambda sets or, on hosts such as
 * containers and SnapStart's, the endpoint that `AWS_CONTAINER_CREDENTIALS_*` names.
 *
 * The build puts it in the place of the SDK's default chain, which also looks for profiles, SSO
 * sessions, processes and instance metadata: 130 KiB that a function never uses. It has the chain's
 * name, since the SDK's clients import it by that.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 *
 * @throws `CredentialsProviderError` where neither has any.
 */
export const defaultProvider = (init?: object): Provider => {
  const environment = fromEnv();
  const container = renewed(async () => {
    const { fromHttp } = await import('@aws-sdk/credential-provider-http');
    return fromHttp(init)();
  });
  return () => environment().catch(container);
};

/** Keeps credentials until shortly before they end; one request for them at a time. */
const renewed = (provide: Provider): Provider => {
  let held: Promise<Credentials> | undefined;
  let renewAt = Number.POSITIVE_INFINITY;
  return async () => {
    if (held === undefined || Date.now() >= renewAt) {
      renewAt = Number.POSITIVE_INFINITY;
      held = provide();
    }
    const current = held;
    try {
      const credentials = await current;
      if (held === current)
        renewAt = (credentials.expiration?.getTime() ?? Infinity) - renewAheadMillis;
      return credentials;
    } catch (error) {
      if (held === current) held = undefined;
      throw error;
    }
  };
};
