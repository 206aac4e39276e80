import { anonymousWord, type Caller } from '../../src/policy/document.ts';
import { accountOf } from './check/caller-forms.ts';

/** The ids of callers as a regular expression, without the word for the anonymous one. */
export const callerPattern = 'arn:[^:]+:(?:iam|sts)::\\d{12}:.+|jwt:.+|bot:[\\w\\-]+(?:/[^/]+)?';

const callerId = new RegExp(`^(?:${callerPattern}|${anonymousWord})$`, 's');

/** What {@link isCallerId} takes, as the end of a sentence. */
export const callerForms =
  'the ARN of an IAM caller, for example arn:aws:sts::111122223333:assumed-role/payments-ci/build, jwt: and the subject of a token, bot: and the name of a bot, for example bot:payments or bot:slack/U024BE7LH, or anonymous';

/** Whether a text is the id of a caller, or the word for the anonymous one. */
export const isCallerId = (text: string): boolean => callerId.test(text);

/**
 * A caller as an event source would know it.
 *
 * @param id - Left out, or `anonymous`: nobody that is known.
 * @param account - Left out, the one in its ARN.
 */
export const callerFrom = (
  id: string | undefined,
  groups: readonly string[] = [],
  account?: string,
): Caller => {
  const known = id === anonymousWord ? undefined : id;
  const own = account ?? accountOf(known ?? '');
  return {
    ...(known !== undefined && { id: known }),
    ...(own !== undefined && { account: own }),
    groups,
  };
};
