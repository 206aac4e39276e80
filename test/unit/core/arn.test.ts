import { describe, expect, it } from 'vitest';
import { parseArn } from '../../../src/core/arn.ts';

describe('an ARN', () => {
  it.each([
    [
      'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0',
      ['aws', 'imagebuilder', 'eu-west-1', '123456789012', 'image-recipe/web-server/1.0.0'],
    ],
    [
      'arn:aws-cn:imagebuilder:cn-north-1:aws:workflow/build/build-image/x.x.x',
      ['aws-cn', 'imagebuilder', 'cn-north-1', 'aws', 'workflow/build/build-image/x.x.x'],
    ],
    [
      'arn:aws-us-gov:iam::123456789012:role/imagebuilder/build',
      ['aws-us-gov', 'iam', '', '123456789012', 'role/imagebuilder/build'],
    ],
    ['arn:aws:s3:::bucket', ['aws', 's3', '', '', 'bucket']],
    [
      'arn:aws:lambda:eu-west-1:123456789012:function:proxy:live',
      ['aws', 'lambda', 'eu-west-1', '123456789012', 'function:proxy:live'],
    ],
    ['arn:aws:sns:eu-west-1:123456789012:', ['aws', 'sns', 'eu-west-1', '123456789012', '']],
  ])('%s is taken apart', (text, [partition, service, region, account, resource]) => {
    expect(parseArn(text)).toEqual({ partition, service, region, account, resource });
  });

  it.each([
    '',
    'arn',
    'arn:aws',
    'arn:aws:iam::123456789012',
    'arn::imagebuilder:eu-west-1:123456789012:image/a',
    'arn:aws::eu-west-1:123456789012:image/a',
    'ARN:aws:imagebuilder:eu-west-1:123456789012:image/a',
    ' arn:aws:imagebuilder:eu-west-1:123456789012:image/a',
    'build-role',
    'https://aws.amazon.com/a:b:c:d',
  ])('is not what %j is', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});
