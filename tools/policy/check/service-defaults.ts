import { quote } from '../../../src/json/issue.ts';
import { isAllowed } from '../../../src/policy/allowed.ts';
import type { AllowedValue } from '../../../src/policy/document.ts';
import { valuesAt } from '../../../src/policy/member-path.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { demandedLists, type List } from './lists.ts';
import type { PlacedLayer, Reachability, ReachableLayer } from './reachability.ts';

/**
 * What Image Builder takes where a request leaves a member out; several words for one value are all here.
 *
 * Source: https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateImagePipeline.html
 */
const serviceDefaults: Readonly<Record<string, readonly [AllowedValue, ...AllowedValue[]]>> = {
  status: ['ENABLED'],
  enhancedImageMetadataEnabled: [true],
  'imageTestsConfiguration.imageTestsEnabled': [true],
  'imageScanningConfiguration.imageScanningEnabled': [false],
  'schedule.pipelineExecutionStartCondition': ['EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE'],
  'schedule.timezone': ['UTC', 'Etc/UTC', 'Etc/UCT', 'UCT', 'Etc/Zulu', 'Zulu', 'GMT', 'Etc/GMT'],
};

/** Lists that a caller goes around by leaving a member out, since Image Builder's own value then counts. */
export const serviceDefaultsNotAllowed = ({ reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap((one) =>
    demandedLists(one).flatMap((list) => {
      const values = serviceDefaults[list.path];
      return values === undefined || !isAgainst(list, values) || isSupplied(one, list.path)
        ? []
        : [notAllowed(list, values[0])];
    }),
  );

const isAgainst = ({ kind, values }: List, own: readonly AllowedValue[]): boolean =>
  kind === 'allowed'
    ? values.some((value) => typeof value === typeof own[0]) &&
      !own.some((value) => isAllowed(value, values))
    : kind === 'forbidden' && !values.includes('*') && isAllowed(own[0], values);

/** Whether a layer that applies with one has a value there, or asks for one. */
const isSupplied = ({ always }: ReachableLayer, path: string): boolean =>
  always.some(
    ({ layer }) =>
      layer.required?.[path] !== undefined ||
      [layer.enforced, layer.defaults].some((members) => valuesAt(members ?? {}, path).length > 0),
  );

const notAllowed = ({ kind, path, pointer, placed }: List, value: AllowedValue): Diagnostic =>
  diagnostic(
    'warning',
    'service-default-not-allowed',
    pointer,
    `Where a request leaves out "${path}", Image Builder takes ${quote(value)}, which ${nameOf(placed)} ${kind === 'allowed' ? 'does not allow' : 'forbids'}, and nothing refuses that. Supply another value in "enforced" or "defaults", or ask for one in "required".`,
  );

const nameOf = ({ layer }: PlacedLayer): string => `the layer ${JSON.stringify(layer.name)}`;
