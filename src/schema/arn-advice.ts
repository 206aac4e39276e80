import {
  accountOf,
  lowerCase,
  namedOf,
  noRegion,
  right,
  serviceOf,
  type Part,
} from './arn-parts.ts';
import { resourceOf, type ArnForm } from './arn-resource.ts';

const service = 'imagebuilder';
const forms: Readonly<Record<string, ArnForm>> = {
  imageRecipeArn: { service, kind: 'image-recipe', version: 'without-build' },
  containerRecipeArn: { service, kind: 'container-recipe', version: 'without-build' },
  infrastructureConfigurationArn: { service, kind: 'infrastructure-configuration' },
  distributionConfigurationArn: { service, kind: 'distribution-configuration' },
  workflowArn: {
    ...{ service, kind: 'workflow', version: 'with-build' },
    types: ['build', 'test', 'distribution'],
  },
  executionRole: { service: 'iam', kind: 'role' },
};

// An ARN has no more characters.
const longest = 2048;

/** What templates leave: `${AWS::AccountId}`, `{{ account }}`, `<account-id>`. */
const placeholder = /\$\{|\{\{|<\w/;

/**
 * Says, after a space, what is wrong in a text that should be the ARN of a member, and the ARN that was
 * meant where that is certain; `''` for another member or where there is nothing to say.
 *
 * @param isRight - Whether the member takes a text.
 *
 * @example
 * arnAdvice('imageRecipeArn', 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/Web/1.0.0/1', isRight);
 * // ' What is wrong in it: the name is not in lower case …; a recipe has no build number. Did you mean "…:image-recipe/web/1.0.0"?'
 */
export const arnAdvice = (
  member: string,
  text: string,
  isRight: (text: string) => boolean,
): string => {
  if (text.length > longest) return '';
  const [prefix = '', partition = '', service = '', region = '', account = '', ...rest] = text
    .trim()
    .split(':');
  const form = Object.hasOwn(forms, member) ? forms[member] : undefined;
  if (form === undefined || prefix.toLowerCase() !== 'arn' || rest.length === 0) return '';
  if (placeholder.test(text)) return ' A placeholder is left in it.';
  const [kind = '', ...segments] = rest.join(':').split('/');
  const place = otherPlace(form, service, kind);
  if (place !== undefined) return place;
  const ofAccount = accountOf(account);
  const isManaged = member === 'workflowArn' && ofAccount.meant?.startsWith('aws') === true;
  const parts: readonly Part[] = [
    lowerCase(prefix, 'the prefix'),
    namedOf(partition, 'the partition', /^aws[a-z-]*$/),
    serviceOf(service, form.service),
    form.service === 'iam' ? noRegion(region) : namedOf(region, 'the Region', /^[a-z0-9-]+$/),
    ofAccount,
    form.service === 'iam' ? right(rest.join(':')) : resourceOf(form, isManaged, kind, segments),
  ];
  const wrong = parts.flatMap((part) => part.wrong ?? []);
  if (text !== text.trim()) wrong.unshift('spaces stand around it');
  if (wrong.length === 0) return '';
  const meant = parts.every((part) => part.meant !== undefined)
    ? parts.map((part) => part.meant).join(':')
    : '';
  return ` What is wrong in it: ${wrong.join('; ')}.${isRight(meant) ? ` Did you mean "${meant}"?` : ''}`;
};

/** What it is the ARN of, where that is something else. */
const otherPlace = (form: ArnForm, service: string, kind: string): string | undefined => {
  const [meant] =
    Object.entries(forms).find(
      ([, other]) => other !== form && other.service === service && other.kind === kind,
    ) ?? [];
  if (meant !== undefined) {
    return ` Did you mean "${meant === 'workflowArn' ? 'workflows[].workflowArn' : meant}"?`;
  }
  return otherKinds.has(kind)
    ? ` It is the ARN of a resource of another kind: "${kind}" in place of "${form.kind}".`
    : undefined;
};

/** Kinds that people take for one of those above. */
const otherKinds: ReadonlySet<string> = new Set([
  ...['image', 'image-pipeline', 'component', 'lifecycle-policy'],
  ...['instance-profile', 'assumed-role', 'user', 'policy'],
]);
