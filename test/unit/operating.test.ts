import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import { compilePolicy } from '../../src/policy/compile.ts';
import type { Caller } from '../../src/policy/document.ts';
import { checkPolicy } from '../../tools/policy/check/check-policy.ts';
import { readText } from '../support/markdown.ts';
import { policyOf } from '../support/policy.ts';
import { isAllowed } from '../support/template-iam.ts';

const operating = readText('docs/operating.md');

/** The text of a section, up to the next one. */
const section = (heading: string): string =>
  (operating.split(`\n## ${heading}\n`)[1] ?? '').split('\n## ')[0] ?? '';

describe('docs/operating.md, onboarding a team', () => {
  const [, text = ''] = /```json\n(.*?)```/s.exec(section('Onboard a team')) ?? [];
  const policy = JSON.parse(text) as object;

  it('shows whom an account lets assume the role of its team, and no other', async () => {
    const mayAssume = (role: string): Promise<boolean> =>
      isAllowed([{ name: 'ci', policy }], 'arn:aws:sts::222222222222:assumed-role/ci/build', {
        action: 'sts:AssumeRole',
        resource: `arn:aws:iam::123456789012:role/${role}`,
        trust: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::222222222222:root' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
      });
    expect(await mayAssume('image-pipeline-proxy-payments')).toBe(true);
    expect(await mayAssume('image-pipeline-proxy-web')).toBe(false);
  });
});

describe('docs/operating.md, rolling grants out', () => {
  const [, text = ''] = /```json\n(.*?)```/s.exec(section('Roll out grants')) ?? [];
  const forNow: unknown = JSON.parse(text);
  const teams = JSON.parse(readText('policy/examples/small-organization.json')) as {
    grants: unknown[];
  };
  const policy = policyOf({ ...teams, grants: [...teams.grants, forNow] });
  const outcome = (caller: Caller, name: string, day = '2026-12-01'): string | undefined => {
    const sent = {
      name,
      imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:222222222222:image-recipe/web/1.0.0',
      infrastructureConfigurationArn:
        'arn:aws:imagebuilder:eu-west-1:222222222222:infrastructure-configuration/standard',
    };
    const decision = decide(compilePolicy(policy), {
      caller,
      requestTime: `${day}T12:00:00.000Z`,
      sent,
      shapeIssues: [],
    });
    return decision.refusal ?? decision.grant;
  };

  it('has a last grant against which the check has nothing', () => {
    expect(checkPolicy(policy)).toEqual([]);
  });

  it('names the team’s own grant, and the last one for whoever still needs it until its day', () => {
    const ana = { id: 'jwt:ana', groups: ['img-payments'] };
    const eve = { id: 'jwt:eve', groups: ['img-guests'] };
    expect(outcome(ana, 'payments-api')).toBe('payments');
    expect(outcome(ana, 'shop')).toBe('everybody for now');
    expect(outcome(eve, 'shop')).toBe('everybody for now');
    expect(outcome({ groups: [] }, 'shop')).toBe('everybody for now');
    expect(outcome(eve, 'shop', '2027-03-01')).toBe('not-granted');
    expect(outcome(ana, 'payments-api', '2027-03-01')).toBe('payments');
  });
});
