import fc from 'fast-check';
import type { JsonObject } from '../../src/json/json-value.ts';
import { arbitrarySent } from './arbitrary-policy.ts';

/** A request as somebody writes one: sometimes with a mistake. */
export const arbitraryBody: fc.Arbitrary<JsonObject> = fc
  .tuple(
    arbitrarySent,
    fc.record(
      {
        name: fc.constantFrom('x', 'web-server', '\ud800-text'),
        clientToken: fc.constantFrom('token', '', 5),
        schedule: fc.constantFrom('daily', { timezone: 'Berlin' }, null),
        tags: fc.constantFrom({ CostCenter: 300 }, { costcenter: '300' }, []),
        unknown: fc.constant(1),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    fc.boolean(),
  )
  .map(([sent, mistakes, isMistaken]) => (isMistaken ? { ...sent, ...mistakes } : sent))
  // Middy's parser takes no member of this name, so the function never sees one.
  .filter((body) => !JSON.stringify(body).includes('__proto__'));
