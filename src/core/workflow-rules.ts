import type { Issue } from '../json/issue.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { RuleIssues } from './cross-field-rules.ts';

/** How many workflows a pipeline may have in all. */
const mostWorkflows = 10;

/** Of these types a pipeline has one at most. */
const singleTypes = ['build', 'distribution'];

/** One workflow of a request; a malformed one has no members, and a malformed ARN has no type. */
interface PlacedWorkflow {
  readonly pointer: string;
  readonly type: string | undefined;
  readonly members: JsonObject;
}

/**
 * What Image Builder's guide and API reference say of a pipeline's workflows.
 *
 * Source: EC2 Image Builder user guide, "Configure image pipeline workflows", and the reference of
 * WorkflowConfiguration.
 */
export const checkWorkflows = (request: JsonObject): RuleIssues => {
  const list = request['workflows'];
  if (!Array.isArray(list)) return { issues: [], warnings: [] };
  const workflows = list.map(placed);
  return {
    issues: [...tooMany(workflows), ...workflows.flatMap(groupOutsideTests)],
    warnings: workflows.flatMap(failureOutsideTests),
  };
};

const placed = (workflow: unknown, index: number): PlacedWorkflow => {
  const members = isJsonObject(workflow) ? workflow : {};
  const arn = members['workflowArn'];
  const [, type] = typeof arn === 'string' ? (/:workflow\/([a-z]+)\//.exec(arn) ?? []) : [];
  return { pointer: `/workflows/${index}`, type, members };
};

const tooMany = (workflows: readonly PlacedWorkflow[]): Issue[] => {
  const code = 'too-many-workflows';
  const issues: Issue[] = [];
  if (workflows.length > mostWorkflows) {
    issues.push({
      pointer: '/workflows',
      code,
      detail: `A pipeline has at most ${mostWorkflows} workflows; got ${workflows.length}.`,
    });
  }
  for (const type of singleTypes) {
    const [first, second, ...more] = workflows.filter((workflow) => workflow.type === type);
    if (first === undefined || second === undefined) continue;
    issues.push({
      pointer: `${second.pointer}/workflowArn`,
      code,
      detail: `A pipeline has at most one ${type} workflow; got ${more.length + 2}, the first of them ${first.pointer}.`,
    });
  }
  return issues;
};

const isOutsideTests = ({ type }: PlacedWorkflow): boolean => type !== undefined && type !== 'test';

const groupOutsideTests = (workflow: PlacedWorkflow): Issue[] =>
  isOutsideTests(workflow) && Object.hasOwn(workflow.members, 'parallelGroup')
    ? [
        {
          pointer: `${workflow.pointer}/parallelGroup`,
          code: 'test-workflows-only',
          detail: `"parallelGroup" belongs to test workflows, and this is a ${workflow.type} workflow: leave it out.`,
        },
      ]
    : [];

/** The guide keeps it to test workflows, and examples of AWS have it in others. */
const failureOutsideTests = (workflow: PlacedWorkflow): Issue[] =>
  isOutsideTests(workflow) && typeof workflow.members['onFailure'] === 'string'
    ? [
        {
          pointer: `${workflow.pointer}/onFailure`,
          code: 'on-failure-outside-tests',
          detail: `Image Builder's guide has "onFailure" for test workflows only, and this is a ${workflow.type} workflow. It was left as it is.`,
        },
      ]
    : [];
