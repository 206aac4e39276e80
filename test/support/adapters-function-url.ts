import { gatewayAnswer, type EventAdapter } from './adapters-adapter.ts';
import { httpApiEvent } from './http-api-event.ts';
import { account, region } from './lambda-context.ts';

/** A function URL with IAM: payload format 2.0, with one route and one stage. */
export const functionUrl: EventAdapter = {
  event: (request) => {
    const event = httpApiEvent(request);
    const host = `example.lambda-url.${region}.on.aws`;
    return {
      ...event,
      routeKey: '$default',
      headers: { ...event.headers, host },
      requestContext: {
        ...event.requestContext,
        accountId: account,
        domainName: host,
        routeKey: '$default',
        stage: '$default',
      },
    };
  },
  answer: gatewayAnswer,
};
