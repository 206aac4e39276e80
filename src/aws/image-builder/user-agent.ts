import { getUserAgentMiddlewareOptions, userAgentMiddleware } from '@aws-sdk/core/client';
import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';

/** The headers in which the SDK says what it is and which of its features are in use. */
const names = ['user-agent', 'x-amz-user-agent'] as const;

/**
 * Has a client say in each call what the SDK says of itself in the first: it puts the same texts
 * together anew for each. The measurements stand in DECISIONS.md.
 */
export const keepUserAgent = (client: ImagebuilderClient): void => {
  const sdks = userAgentMiddleware(client.config);
  client.middlewareStack.add(
    (next, context) => {
      let known: Headers | undefined;
      const first = sdks((args: Parameters<typeof next>[0]) => {
        const { headers } = args.request as HttpRequest;
        known = Object.fromEntries(names.map((name) => [name, headers[name] ?? '']));
        return next(args);
      }, context);
      return (args) => {
        if (known === undefined) return first(args);
        Object.assign((args.request as HttpRequest).headers, known);
        return next(args);
      };
    },
    { ...getUserAgentMiddlewareOptions, override: true },
  );
};

type Headers = Record<string, string>;

/** What the SDK hands on in this step; it types it as unknown. */
interface HttpRequest {
  readonly headers: Headers;
}
