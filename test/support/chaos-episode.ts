import fc from 'fast-check';
import { arbitraryBody } from './arbitrary-request.ts';
import { endlessFaults, suddenFaults, type ChaosFault } from './chaos-faults.ts';
import { account, region } from './lambda-context.ts';
import { arn } from './policy.ts';

/** One caller's story: what it wants, how it asks for it and what goes wrong on the way. */
export interface Episode {
  readonly members: Readonly<Record<string, unknown>>;
  /** Whether the proxy has something against the members. */
  readonly isInvalid: boolean;
  readonly eventSource: 'http' | 'direct';
  /** Where the caller says its client token, if it does. */
  readonly token: 'header' | 'member' | 'none';
  /** One for each attempt that reaches the service, in order. */
  readonly faults: readonly ChaosFault[];
  /** How many callers send it at once, the first time; only where nothing goes wrong. */
  readonly senders: number;
}

const image = { imageRecipeArn: arn('image-recipe/web-server/1.0.0') };

/** What every one of the tests' services takes; a few of them as large and as odd as there are. */
const validMembers: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record(
        {
          description: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
          tags: fc.dictionary(fc.constantFrom('Stage', 'Team', 'constructor'), fc.string()),
          status: fc.constantFrom('ENABLED', 'DISABLED'),
          schedule: fc.record({
            scheduleExpression: fc.constantFrom('rate(7 days)', 'cron(0 3 ? * SUN *)'),
          }),
        },
        { requiredKeys: [], noNullPrototype: true },
      )
      .map((members) => ({ ...image, ...members })),
  },
  {
    weight: 1,
    arbitrary: arbitraryBody({ account, region })
      // Middy's parser takes no such name, as the contract says.
      .filter((body) => !JSON.stringify(body).includes('"__proto__"'))
      .map(({ name, clientToken, ...members }) => members),
  },
);

const invalidMembers: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(
    validMembers,
    fc.oneof(
      fc.constantFrom<Record<string, unknown>[]>(
        { status: 'ON' },
        { imageRecipeArn: 7 },
        { tags: [] },
        { description: '' },
        { description: '\ud800' },
        { schedule: { scheduleExpression: 'cron(* *)' } },
        { schedule: { timezone: 'Mars/Olympus' } },
        { executionRole: `arn:aws:iam::${account}:role/admin` },
        { imageScanningConfiguration: { imageScanningEnabled: false } },
        {
          infrastructureConfigurationArn: arn('infrastructure-configuration/x').replace(
            region,
            'us-east-1',
          ),
        },
      ),
      fc
        .tuple(fc.string({ minLength: 1 }), fc.jsonValue())
        // What Middy's parser refuses is refused before a client token is formed.
        .filter((mistake) => !/__proto__|prototype/.test(JSON.stringify(mistake)))
        .map(([name, value]) => ({ [`x-${name}`]: value })),
    ),
  )
  .map(([members, mistake]) => ({ ...members, ...mistake }));

/** Bursts of one fault, one after the other, and now and then one that lasts longer than there is time. */
const faults: fc.Arbitrary<readonly ChaosFault[]> = fc.oneof(
  { weight: 60, arbitrary: fc.array(fc.constantFrom(...suddenFaults), { maxLength: 5 }) },
  {
    weight: 40,
    arbitrary: fc
      .tuple(fc.constantFrom(...suddenFaults), fc.integer({ min: 2, max: 8 }))
      .map(([one, times]) => Array<ChaosFault>(times).fill(one)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...endlessFaults),
        fc.array(fc.constantFrom(...suddenFaults), { maxLength: 2 }),
      )
      .map(([endless, others]) => [endless, ...others]),
  },
);

/** Any story. */
export const arbitraryEpisode: fc.Arbitrary<Episode> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    fc.constantFrom('http' as const, 'direct' as const),
    fc.constantFrom('header' as const, 'member' as const, 'none' as const),
    faults,
    fc.integer({ min: 1, max: 3 }),
  )
  .chain(([isInvalid, eventSource, token, met, together]) => {
    const senders = met.length === 0 && token !== 'none' ? together : 1;
    return (isInvalid ? invalidMembers : validMembers).map((members): Episode => ({
      members,
      isInvalid,
      eventSource,
      // A direct invocation has no headers.
      token: eventSource === 'direct' && token === 'header' ? 'member' : token,
      faults: met,
      senders,
    }));
  });
