import { quote } from '../../../src/json/issue.ts';
import { foldedKey } from '../../../src/policy/tags/tag-policy.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { Reachability } from './reachability.ts';
import { rulesOf } from './tag-settings.ts';

/**
 * Policy keys with capitals where no level gives `tag_key`: of 58 public policies seven have one, and meant
 * the key as it is written there.
 */
export const capitalsWithoutTagKey = ({ reachable }: Reachability): Diagnostic[] => {
  const rules = new Map(reachable.map((one) => [one.index, rulesOf(one)]));
  return reachable.flatMap((one) => {
    const own = (rules.get(one.index) ?? []).filter(
      ({ policyKey }) => policyKey !== foldedKey(policyKey),
    );
    if (own.length === 0) return [];
    const capitalized = new Set(
      one.always
        .flatMap(({ index }) => rules.get(index) ?? [])
        .filter(({ rule }) => rule.tag_key?.['@@assign'] !== undefined)
        .map(({ policyKey }) => foldedKey(policyKey)),
    );
    return own
      .filter(({ policyKey }) => !capitalized.has(foldedKey(policyKey)))
      .map(({ policyKey, pointer }) =>
        diagnostic(
          'warning',
          'tag-key-in-lower-case',
          pointer,
          `No layer gives "tag_key" for this policy key, so only ${quote(foldedKey(policyKey))} complies, in lower case, unless AWS Organizations hands another one down. Where ${quote(policyKey)} is meant, add "tag_key": {"@@assign": ${quote(policyKey)}}.`,
        ),
      );
  });
};
