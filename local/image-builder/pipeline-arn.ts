import type { Caller } from './credential-scope.ts';

/** The partitions other than `aws` and the beginning of their Regions' names. */
const partitions = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const;

/**
 * The ARN that a pipeline of this name has. Its last part is the name in lower case with hyphens
 * for spaces and underscores, so several names share one ARN: they are the same pipeline.
 */
export const pipelineArn = ({ account, region }: Caller, name: string): string => {
  const partition = partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
  const id = name.toLowerCase().replaceAll(/[ _]/g, '-');
  return `arn:${partition}:imagebuilder:${region}:${account}:image-pipeline/${id}`;
};
