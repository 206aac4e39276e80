import type { CreateImagePipelineRequest } from '@aws-sdk/client-imagebuilder';
import { imageBuilderException } from './exceptions.ts';
import { invalidValue } from './input.ts';
import { scheduleExpressionIssue } from './schedule-expression.ts';
import { checkWorkflows } from './workflow-rules.ts';

/**
 * What the service asks of a CreateImagePipeline beyond its shape. That the resources it refers to
 * exist is not asked: the stand-in has none but pipelines.
 *
 * @throws ServiceException; the message about the schedule is recorded from the service, the others
 *   here are guesses
 */
export const checkPipelineRules = (request: CreateImagePipelineRequest): void => {
  if ((request.imageRecipeArn === undefined) === (request.containerRecipeArn === undefined)) {
    throw imageBuilderException(
      'InvalidParameterCombinationException',
      "Exactly one of the parameters 'imageRecipeArn' and 'containerRecipeArn' must be specified.",
    );
  }
  checkWorkflows(request);
  checkLogGroups(request);
  const expression = request.schedule?.scheduleExpression;
  const issue = expression === undefined ? undefined : scheduleExpressionIssue(expression);
  if (issue !== undefined) {
    throw invalidValue('schedule.scheduleExpression', `Invalid schedule expression. ${issue}`);
  }
};

const checkLogGroups = (request: CreateImagePipelineRequest): void => {
  const { imageLogGroupName, pipelineLogGroupName } = request.loggingConfiguration ?? {};
  for (const name of [imageLogGroupName, pipelineLogGroupName]) {
    if (name === undefined || name.startsWith('/aws/imagebuilder/')) continue;
    if (request.executionRole === undefined) {
      throw imageBuilderException(
        'InvalidParameterException',
        `The parameter 'executionRole' is required with the log group '${name}' outside '/aws/imagebuilder/'.`,
      );
    }
  }
};
