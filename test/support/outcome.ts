import type { Outcome } from '../../src/observability/outcome.ts';
import type { Answer, ProxyRequest } from '../../src/proxy-request.ts';
import { proxyRequest } from './proxy-request.ts';

/** What a test says of an outcome; everything else is that of a direct invocation. */
export interface OutcomeMembers {
  readonly status?: number;
  readonly code?: string;
  readonly answer?: Partial<Answer>;
  readonly request?: Partial<ProxyRequest>;
  readonly error?: unknown;
}

/** How a request ended, for what reports it. */
export const outcomeOf = ({
  status = 201,
  code,
  answer,
  request,
  ...rest
}: OutcomeMembers): Outcome => ({
  request: proxyRequest(request),
  answer: {
    status,
    message: 'An example.',
    document: code === undefined ? {} : { code },
    ...answer,
  },
  functionName: 'proxy',
  durationMs: 12.345,
  ...rest,
});
