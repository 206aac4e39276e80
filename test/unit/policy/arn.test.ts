import { describe, expect, it } from 'vitest';
import { isAccountId, isRegionName, parseArn } from '../../../src/policy/arn.ts';

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

describe('the id of an account', () => {
  it.each([
    ['123456789012', true],
    ['000000000000', true],
    ['12345678901', false],
    ['1234567890123', false],
    ['12345678901x', false],
    ['123456789012\n', false],
    ['aws', false],
    ['', false],
  ])('has 12 digits: %j is one: %s', (text, expected) => {
    expect(isAccountId(text)).toBe(expected);
  });
});

describe('the name of a Region', () => {
  it.each([
    ['eu-west-1', true],
    ['us-gov-west-1', true],
    ['ap-southeast-12', true],
    ['eu-west', false],
    ['eu-1', false],
    ['EU-WEST-1', false],
    ['eu-west-123', false],
    ['eu-west-1a', false],
    ['.eu-west-1', false],
    ['', false],
  ])('is like eu-west-1: %j is one: %s', (text, expected) => {
    expect(isRegionName(text)).toBe(expected);
  });
});
