import { ImagebuilderClient, type ImagebuilderClientConfig } from '@aws-sdk/client-imagebuilder';
import { SignatureV4 } from '@smithy/signature-v4';
import { collectBody } from './collect-body.ts';
import { Sha256 } from './sha256.ts';
import { keepUserAgent } from './user-agent.ts';

// Long enough for a handshake across the world, short enough to leave time for another attempt.
const connectionTimeoutMillis = 3_000;

/**
 * Makes the function's own client for a Region, to be kept: its connections stay open between requests.
 *
 * Retries are the SDK's own standard mode: three attempts, exponential backoff with jitter. The SDK
 * itself honours `AWS_ENDPOINT_URL_IMAGEBUILDER` and `AWS_MAX_ATTEMPTS`. How long an attempt may take
 * is set for each call, from the time that it has.
 */
export const imageBuilderClient = (region: string): ImagebuilderClient =>
  sparingClient({
    region,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: connectionTimeoutMillis },
  });

/** Makes a client that spends less processor time on a call than the SDK does by default, and sends the same. */
export const sparingClient = (config: ImagebuilderClientConfig): ImagebuilderClient => {
  let signer: SignatureV4 | undefined;
  const client: ImagebuilderClient = new ImagebuilderClient({
    ...config,
    // The order of the middlewares is worked out once, and not anew for each call.
    cacheMiddleware: true,
    streamCollector: collectBody,
    sha256: Sha256,
    // The SDK would make one for each call, of the same parts.
    signer: () =>
      Promise.resolve(
        (signer ??= new SignatureV4({
          credentials: client.config.credentials,
          region: client.config.region,
          service: 'imagebuilder',
          sha256: Sha256,
        })),
      ),
  });
  // It gathers what to log of a call, the whole request in it, for a logger that there is none of.
  client.middlewareStack.remove('loggerMiddleware');
  keepUserAgent(client);
  return client;
};
