import type { Layer } from '../src/policy/document.ts';
import { checkPolicy } from '../tools/policy/check/check-policy.ts';

const organization: Layer = {
  name: 'organization',
  enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
  allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
};

/** What each team's layer has: policies in which every layer has something to do with every other. */
const teams: Readonly<Record<string, (team: number) => Partial<Layer>>> = {
  'tag policies and tags of one key': (team) => ({
    defaults: { tags: { CostCenter: `${team}` } },
    tagPolicies: [
      {
        tags: {
          costcenter: {
            tag_key: { '@@assign': 'CostCenter' },
            tag_value: { '@@append': [`${team}`] },
          },
        },
      },
    ],
  }),
  'names that exclude each other': (team) => ({ allowed: { name: [`team${team}-*`] } }),
  'enforced tags that exclude each other': (team) => ({
    enforced: { tags: { Team: `${team}` } },
    allowed: { 'tags.Team': [`${team}`] },
  }),
  'default tags that exclude each other': (team) => ({
    defaults: { tags: { Team: `${team}` } },
    allowed: { 'tags.Team': [`${team}`] },
  }),
  'targets and required values': (team) => ({
    applies: { targets: { accounts: [String(100_000_000_000 + team)] } },
    required: { 'tags.Team': [`${team}`] },
  }),
  exceptions: (team) => ({
    applies: { groups: [`team-${team}`], unless: ['*'] },
    forbidden: { description: [`${team}`] },
  }),
};

/** Seconds of processor time that checking a policy with so many layers for groups takes, by what they have. */
export const secondsToCheck = (count: number): (readonly [what: string, seconds: number])[] =>
  Object.entries(teams).map(([what, layerOf]) => {
    const layers = Array.from({ length: count }, (_, team) => ({
      name: `team ${team}`,
      applies: { groups: [`team-${team}`] },
      ...layerOf(team),
    }));
    const before = process.cpuUsage();
    checkPolicy({
      grants: [{ name: 'everybody', to: { callers: ['*'] } }],
      layers: [organization, ...layers],
    });
    const { user, system } = process.cpuUsage(before);
    return [what, (user + system) / 1_000_000];
  });
