import type { CallContext } from '../core/call-context.ts';
import type { SessionFor } from '../core/session.ts';
import type { DescribeEffectiveTagPolicy } from './organizations-client.ts';

/** What the role that creates in an account needs to read the account's tag policy. */
const neededRight = 'organizations:DescribeEffectivePolicy';

/**
 * Loads the effective tag policy that AWS Organizations reports for the account of a call, under the
 * role that creates there; `{}` where the account has none. The SDK's client is loaded with the first use.
 *
 * Source: DescribeEffectivePolicy, AWS Organizations API Reference.
 */
export const effectiveTagPolicyText = (
  region: string,
  sessionFor: SessionFor,
): ((signal: AbortSignal, context: CallContext) => Promise<string>) => {
  let describe: DescribeEffectiveTagPolicy | undefined;
  return async (signal, context) => {
    const session = await sessionFor(context);
    describe ??= (await import('./organizations-client.ts')).openOrganizations(region);
    try {
      return (await describe(signal, session?.credentials)) ?? '{}';
    } catch (error) {
      // It may have been revoked; whether it was, the next one tells.
      session?.drop();
      throw withNeededRight(error);
    }
  };
};

/** Organizations itself does not say which right it misses. */
const withNeededRight = (error: unknown): unknown => {
  if (!(error instanceof Error) || error.name !== 'AccessDeniedException') return error;
  const sentence = error.message.replace(/\.$/, '');
  const message = `${sentence}. The role that creates there needs ${neededRight}.`;
  return Object.assign(new Error(message, { cause: error }), { name: error.name });
};
