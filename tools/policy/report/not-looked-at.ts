import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { callerTagsOf, type Creator } from './creator.ts';
import type { JudgedPipeline } from './judge-pipeline.ts';

/** What of a policy was not looked at for some pipelines, since it cannot be told who created them. */
export interface NotLookedAt {
  readonly unknown: Exclude<Creator['unknown'], 'nothing'>;
  readonly pipelines: readonly JudgedPipeline[];
  readonly layers: readonly string[];
  readonly grants: boolean;
}

/** What was not looked at, for pipelines whose caller is not known and for those whose groups are not. */
export const notLookedAt = (judged: readonly JudgedPipeline[]): NotLookedAt[] =>
  (['caller', 'groups'] as const).flatMap((unknown) => {
    const of = judged.filter(({ creator }) => creator.unknown === unknown);
    return [true, false].flatMap((grants) => {
      const pipelines = of.filter((one) => one.areGrantsLeftOut === grants);
      const [first] = pipelines;
      if (first === undefined) return [];
      const layers = first.layersLeftOut;
      // Who is in which group changes nothing where nothing looks at groups.
      if (unknown === 'groups' && !grants && layers.length === 0) return [];
      return [{ unknown, pipelines, layers, grants }];
    });
  });

/** The same as sentences. */
export const notLookedAtLines = (
  policies: readonly OrganizationPolicy[],
  notes: readonly NotLookedAt[],
  total: number,
  labelOf: (judged: JudgedPipeline) => string,
): string[] =>
  notes.map(({ unknown, pipelines, layers, grants }) => {
    const tags = callerTagsOf(...policies);
    const why = {
      caller:
        tags.length === 0
          ? 'the policy enforces no tag as "${caller}"'
          : `no tag names it (${tags.join(', ')})`,
      groups: 'tags name no groups',
    }[unknown];
    const what = [
      ...(grants ? ['grants'] : []),
      ...(layers.length > 0 ? [`layers that look at the ${unknown} (${layers.join(', ')})`] : []),
    ];
    const whose = unknown === 'caller' ? 'The caller is' : "The caller's groups are";
    const of =
      pipelines.length === total && total > 1
        ? `any of the ${total} pipelines`
        : listed(pipelines.map(labelOf));
    const result =
      what.length === 0 ? 'nothing in the policy looks at it' : `not looked at: ${what.join('; ')}`;
    return `${whose} not known of ${of}, since ${why}; ${result}.`;
  });

const mostListed = 10;

/** How many there are and the first of them, as text. */
export const listed = (labels: readonly string[]): string => {
  const more = labels.length - mostListed;
  const shown = labels.slice(0, mostListed).join(', ');
  return `${labels.length} ${labels.length === 1 ? 'pipeline' : 'pipelines'}: ${shown}${more > 0 ? ` and ${more} more` : ''}`;
};
