import type { CreateImagePipelineRequest } from '@aws-sdk/client-imagebuilder';
import { imageBuilderException } from './exceptions.ts';
import { invalidValue } from './input.ts';

/**
 * What the service asks of a pipeline's workflows: an execution role, the version x.x.x of those that AWS
 * manages, at most one of building and one of distributing, ten in all, and groups for tests alone.
 *
 * @throws ServiceException; the messages about the execution role and about a managed workflow's version
 *   are recorded from the service, the others and the name of the first are guesses
 */
export const checkWorkflows = ({
  workflows = [],
  executionRole,
}: CreateImagePipelineRequest): void => {
  if (workflows.length > 0 && executionRole === undefined) {
    throw imageBuilderException(
      'InvalidParameterException',
      'An execution role is required to provide workflows',
    );
  }
  if (workflows.length > 10) throw invalidWorkflows('At most 10 workflows can be provided.');
  for (const type of ['build', 'distribution']) {
    const ofType = workflows.filter(({ workflowArn }) => typeOf(workflowArn) === type);
    if (ofType.length > 1) throw invalidWorkflows(`Only one ${type} workflow can be provided.`);
  }
  for (const { workflowArn = '', parallelGroup } of workflows) {
    // Recorded from the service, which printed its placeholder instead of the ARN.
    if (/:aws(?:-[a-z-]+)?:workflow\/(?!.*\/x\.x\.x$)/.test(workflowArn)) {
      throw invalidWorkflows(
        `AWS managed workflows must have latest version 'x.x.x' for '${workflowArn}'`,
      );
    }
    if (parallelGroup !== undefined && typeOf(workflowArn) !== 'test') {
      throw invalidWorkflows(`A parallel group is for test workflows only: '${workflowArn}'.`);
    }
  }
};

const invalidWorkflows = (reason: string) => invalidValue('workflows', reason);

const typeOf = (arn = ''): string | undefined => /:workflow\/([a-z]+)\//.exec(arn)?.[1];
