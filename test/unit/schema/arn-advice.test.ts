import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import {
  anyPlace,
  imageBuilderArn,
  recipeArn,
  roleArn,
  workflowArn,
} from '../../support/arbitrary-arn.ts';

const place = 'arn:aws:imagebuilder:eu-west-1:123456789012';
const names =
  'names stand in ARNs in lower case, with hyphens in the place of spaces and underscores';

const requestWith = (member: string, arn: string) =>
  member === 'workflowArn' ? { workflows: [{ workflowArn: arn }] } : { [member]: arn };

/** What the sentence about a member ends with, behind what was sent. */
const told = (member: string, arn: string): string => {
  const [issue] = checkShape({ name: 'web', ...requestWith(member, arn) }).issues;
  return issue?.detail.split('; got ')[1]?.replace(/^"[^"]*"(?:… \(\d+ characters\))?\./, '') ?? '';
};

describe('A wrong ARN is told what is wrong in it, and the one that was meant', () => {
  it.each([
    ['imageRecipeArn', 'image-recipe/MyRecipe/1.0.0', names, 'image-recipe/myrecipe/1.0.0'],
    ['containerRecipeArn', 'container-recipe/My App/1.0.0', names, 'container-recipe/my-app/1.0.0'],
    [
      'infrastructureConfigurationArn',
      'infrastructure-configuration/My Infra_2',
      names,
      'infrastructure-configuration/my-infra-2',
    ],
    [
      'distributionConfigurationArn',
      'distribution-configuration/Everywhere',
      names,
      'distribution-configuration/everywhere',
    ],
    [
      'imageRecipeArn',
      'image-recipe/web/1.0.0/1',
      'a recipe has no build number',
      'image-recipe/web/1.0.0',
    ],
    [
      'workflowArn',
      'workflow/build/web/1.x.x/3',
      'behind an "x" stands no build number',
      'workflow/build/web/1.x.x',
    ],
    [
      'infrastructureConfigurationArn',
      'infrastructure-configuration/standard/1.0.0',
      'it has no version',
      'infrastructure-configuration/standard',
    ],
    [
      'imageRecipeArn',
      'image-recipe/web/latest',
      '"latest" is written "x.x.x"',
      'image-recipe/web/x.x.x',
    ],
    [
      'imageRecipeArn',
      'image-recipe/web/v1.0.0',
      '"v1.0.0" is written "1.0.0"',
      'image-recipe/web/1.0.0',
    ],
    [
      'imageRecipeArn',
      'image-recipe/web/1.X.*',
      '"1.X.*" is written "1.x.x"',
      'image-recipe/web/1.x.x',
    ],
    [
      'imageRecipeArn',
      'image_recipe/web/1.0.0',
      'the kind of resource is written "image-recipe"',
      'image-recipe/web/1.0.0',
    ],
    [
      'workflowArn',
      'workflow/Test/web/1.0.0/1',
      'the type of the workflow is not in lower case',
      'workflow/test/web/1.0.0/1',
    ],
    [
      'imageRecipeArn',
      'image-recipe/My Web/V1.0.0/2',
      `${names}; "V1.0.0" is written "1.0.0"; a recipe has no build number`,
      'image-recipe/my-web/1.0.0',
    ],
  ])('in %s: %s, %s', (member, resource, wrong, meant) => {
    expect(told(member, `${place}:${resource}`)).toBe(
      ` What is wrong in it: ${wrong}. Did you mean "${place}:${meant}"?`,
    );
  });

  it.each([
    [
      ' arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0',
      'spaces stand around it',
    ],
    [
      'arn:aws:imagebuilder:eu-west-1:1234-5678-9012:image-recipe/web/1.0.0',
      'the 12 digits of the account are written together',
    ],
    [
      'ARN:aws:ImageBuilder:eu-west-1:123456789012:image-recipe/web/1.0.0',
      'the prefix is not in lower case; the service is not in lower case',
    ],
    [
      'arn:AWS:imagebuilder:EU-WEST-1:123456789012:image-recipe/web/1.0.0',
      'the partition is not in lower case; the Region is not in lower case',
    ],
  ])('around the resource: %s, %s', (arn, wrong) => {
    expect(told('imageRecipeArn', arn)).toBe(
      ` What is wrong in it: ${wrong}. Did you mean "${place}:image-recipe/web/1.0.0"?`,
    );
  });

  it('that is long, whole', () => {
    const meant = `${place}:image-recipe/${'web-server-'.repeat(10)}1/1.0.0`;
    expect(told('imageRecipeArn', `${meant}/1`)).toContain(`Did you mean "${meant}"?`);
  });

  it.each([
    ['workflow/build/build-image/1.0.1/1/2', 'workflow/build/build-image/x.x.x'],
    ['workflow/build/build-image', 'workflow/build/build-image/x.x.x'],
    ['workflow/Build/build-image/1.0.0', 'workflow/build/build-image/x.x.x'],
  ])('of a workflow that AWS manages, in its only version: %s', (resource, meant) => {
    const managed = 'arn:aws:imagebuilder:eu-west-1:aws';
    expect(told('workflowArn', `${managed}:${resource}`)).toContain(
      `a workflow that AWS manages has the version "x.x.x". Did you mean "${managed}:${meant}"?`,
    );
  });

  it('of a role with a Region', () => {
    expect(told('executionRole', 'arn:aws:iam:eu-west-1:123456789012:role/build')).toBe(
      ' What is wrong in it: IAM has no Region. Did you mean "arn:aws:iam::123456789012:role/build"?',
    );
  });
});

describe('A wrong ARN is told what is wrong in it alone, where nobody can tell what was meant', () => {
  it.each([
    ['image-recipe/web', 'the version is missing, such as "/1.0.0", or "/x.x.x" for the newest'],
    [
      'image-recipe/web/1.0',
      'a version is three numbers such as "1.0.0", or "1.x.x" with "x" to the right, and not "1.0"',
    ],
    ['image-recipe/web/1.0.0/a', 'something stands behind the version'],
    [
      'image-recipe/web.server/1.0.0',
      'the name "web.server" has other characters than a-z, 0-9, "-" and "_"',
    ],
    ['image-recipe//1.0.0', 'the name is missing'],
    ['recipe/web/1.0.0', 'the kind of resource is "recipe" in place of "image-recipe"'],
    [
      'image-recipe/Web/1.x.8',
      `${names}; a version is three numbers such as "1.0.0", or "1.x.x" with "x" to the right, and not "1.x.8"`,
    ],
  ])('%s: %s', (resource, wrong) => {
    expect(told('imageRecipeArn', `${place}:${resource}`)).toBe(` What is wrong in it: ${wrong}.`);
  });

  it.each([
    [
      'arn:aws:imagebuilder:eu-west-1:12345678901:image-recipe/web/1.0.0',
      'the account has 11 digits in place of 12',
    ],
    [
      'arn:aws:imagebuilder:eu-west-1:web:image-recipe/web/1.0.0',
      'the account "web" is not a number of 12 digits',
    ],
    ['arn:aws:imagebuilder:eu-west-1::image-recipe/web/1.0.0', 'the account is missing'],
    ['arn:aws:imagebuilder::123456789012:image-recipe/web/1.0.0', 'the Region is missing'],
    [
      'arn:aws:ec2:eu-west-1:123456789012:image-recipe/web/1.0.0',
      'the service is "ec2" in place of "imagebuilder"',
    ],
    [
      'arn:amazon:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0',
      'the partition cannot be "amazon"',
    ],
  ])('%s: %s', (arn, wrong) => {
    expect(told('imageRecipeArn', arn)).toBe(` What is wrong in it: ${wrong}.`);
  });

  it.each(['workflow/web/1.0.0', 'workflow/deploy/web/1.0.0'])(
    'the type of a workflow is one of three: %s',
    (resource) => {
      expect(told('workflowArn', `${place}:${resource}`)).toBe(
        ' What is wrong in it: the type of the workflow must be one of build, test, distribution.',
      );
    },
  );

  it('a placeholder of a template is named', () => {
    for (const account of ['${AWS::AccountId}', '{{account}}', '<account-id>']) {
      const arn = `arn:aws:imagebuilder:eu-west-1:${account}:image-recipe/web/1.0.0`;
      expect(told('imageRecipeArn', arn)).toBe(' A placeholder is left in it.');
    }
  });
});

describe('An ARN of another kind', () => {
  it.each([
    ['imageRecipeArn', 'container-recipe/app/1.0.0', 'containerRecipeArn'],
    [
      'infrastructureConfigurationArn',
      'distribution-configuration/a',
      'distributionConfigurationArn',
    ],
    [
      'distributionConfigurationArn',
      'infrastructure-configuration/a',
      'infrastructureConfigurationArn',
    ],
    ['imageRecipeArn', 'workflow/build/a/1.0.0', 'workflows[].workflowArn'],
    ['workflowArn', 'image-recipe/web/1.0.0', 'imageRecipeArn'],
  ])('in %s is told its own member: %s, %s', (member, resource, meant) => {
    expect(told(member, `${place}:${resource}`)).toBe(` Did you mean "${meant}"?`);
  });

  it.each([
    ['imageRecipeArn', `${place}:image/web/1.0.0`, 'image', 'image-recipe'],
    ['imageRecipeArn', `${place}:image-pipeline/web`, 'image-pipeline', 'image-recipe'],
    ['executionRole', 'arn:aws:iam::123456789012:instance-profile/web', 'instance-profile', 'role'],
    ['executionRole', 'arn:aws:sts::123456789012:assumed-role/web/s', 'assumed-role', 'role'],
  ])('that no member takes is told so, in %s: %s', (member, arn, kind, needed) => {
    expect(told(member, arn)).toBe(
      ` It is the ARN of a resource of another kind: "${kind}" in place of "${needed}".`,
    );
  });
});

describe('Nothing is said of', () => {
  it.each(['web', '', 'arn:', 'web:server', `arn:aws:${'x'.repeat(3000)}:::`])(
    'a text that is not an ARN, or longer than one: %s',
    (text) => {
      expect(told('imageRecipeArn', text)).not.toMatch(/wrong in it|Did you mean/);
    },
  );
});

describe('Whatever ARN is suggested', () => {
  const arns = anyPlace.chain((where) =>
    fc.oneof(
      recipeArn(where, 'image-recipe').map((arn) => ({ member: 'imageRecipeArn', arn })),
      recipeArn(where, 'container-recipe').map((arn) => ({ member: 'containerRecipeArn', arn })),
      imageBuilderArn(where, 'distribution-configuration').map((arn) => ({
        member: 'distributionConfigurationArn',
        arn,
      })),
      workflowArn(where).map((arn) => ({ member: 'workflowArn', arn })),
      roleArn(where).map((arn) => ({ member: 'executionRole', arn })),
    ),
  );

  const broken = fc
    .tuple(
      arns,
      fc.constantFrom<((arn: string) => string)[]>(
        (arn) => arn.toUpperCase(),
        (arn) => ` ${arn}`,
        (arn) => `${arn}/1`,
        (arn) => `${arn}/1.0.0`,
        (arn) => arn.replace(/\/[^/]*$/, ''),
        (arn) => arn.replace(/:(\d{4})(\d{4})(\d{4}):/, ':$1-$2-$3:'),
        (arn) => arn.replace(/:\d/, ':'),
        (arn) => arn.replaceAll('-', '_'),
        (arn) => arn.replace(/(\d)\.(\d|x)/, '$1'),
        (arn) => arn.replace(/[^/]*$/, 'latest'),
        (arn) => arn.replace(/\/(?=[^/]*$)/, '/v'),
      ),
      fc.nat(200),
      fc.constantFrom('', 'X', ' ', '/', ':', '\u0000'),
    )
    .map(([{ member, arn }, change, at, put]) => {
      const changed = change(arn);
      return { member, arn: `${changed.slice(0, at)}${put}${changed.slice(at)}` };
    });

  it('is taken, breaks no rule of its own, and is the same but for what the sentence says', () => {
    let suggested = 0;
    fc.assert(
      fc.property(broken, ({ member, arn }) => {
        const answer = told(member, arn);
        const [, meant] = /Did you mean "(arn:[^"]*)"\?/.exec(answer) ?? [];
        if (meant === undefined) return;
        suggested += 1;
        const request = requestWith(member, meant);
        expect(checkShape({ name: 'web', ...request }).issues).toEqual([]);
        const rules = checkCrossFieldRules({ executionRole: 'build', ...request });
        const known = ['doubtful-version', 'managed-workflow-version'];
        const codes = [...rules.issues, ...rules.warnings].map(({ code }) => code);
        expect(codes.filter((code) => known.includes(code))).toEqual([]);
        // Case, hyphens and what stands around it; and a version, where one is spoken of.
        const core = (text: string) => text.trim().toLowerCase().replace(/[-_ ]/g, '');
        const isOfVersion = /version|build number|is written/.test(answer);
        if (!isOfVersion && !answer.includes('no Region')) expect(core(meant)).toBe(core(arn));
      }),
      { numRuns: 2000 },
    );
    expect(suggested).toBeGreaterThan(200);
  });
});
