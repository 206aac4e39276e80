import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { tunedClient } from './tuning.ts';

// Long enough for a handshake across the world, short enough to leave time for another attempt.
const connectionTimeoutMillis = 3_000;

/**
 * Makes the function's own client for a Region. Make it once: its connections stay open between requests.
 *
 * Retries are the SDK's own standard mode: three attempts, exponential backoff with jitter. The SDK
 * itself honours `AWS_ENDPOINT_URL_IMAGEBUILDER` and `AWS_MAX_ATTEMPTS`. How long an attempt may take
 * is set for each call, from the time that it has.
 */
export const imageBuilderClient = (region: string): ImagebuilderClient =>
  tunedClient({
    region,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: connectionTimeoutMillis },
  });
