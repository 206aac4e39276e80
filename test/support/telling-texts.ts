const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012';
const emoji = '\u{1F680}';

/** Texts about all of Image Builder's ARNs but those of workflows. */
const arnTexts = (kind: string, version = ''): readonly string[] => [
  '',
  'web-server',
  `${arn}:${kind}/a${version}`,
  `${arn}:${kind}/web-server_2${version}`,
  `arn:aws-cn:imagebuilder:cn-north-1:123456789012:${kind}/web${version}`,
  `arn:aws-us-gov:imagebuilder:us-gov-west-1:123456789012:${kind}/web${version}`,
  `arn:aws:imagebuilder:eu-west-1:aws:${kind}/web${version}`,
  ` ${arn}:${kind}/web${version}`,
  `${arn}:${kind}/web${version} `,
  `${arn}:${kind}/web${version}\n`,
  `${arn}:${kind}/Web${version}`,
  `${arn}:${kind}/${version}`,
  `${arn}:image/web${version}`,
  `${arn}:${kind}/web${version === '' ? '/1.0.0' : ''}`,
  `${arn}:${kind}/web${version}/1`,
  `arn:aws:ec2:eu-west-1:123456789012:${kind}/web${version}`,
  `arn:aws:imagebuilder::123456789012:${kind}/web${version}`,
  `arn:aws:imagebuilder:eu-west-1::${kind}/web${version}`,
  `arn:aws:imagebuilder:eu-west-1:12345678901:${kind}/web${version}`,
  `arn:aws:imagebuilder:eu-west-1:1234567890123:${kind}/web${version}`,
  `arn:aws:imagebuilder:eu-west-1:amazon:${kind}/web${version}`,
  `ARN:aws:imagebuilder:eu-west-1:123456789012:${kind}/web${version}`,
  `arn:azure:imagebuilder:eu-west-1:123456789012:${kind}/web${version}`,
];

/** A recipe's ARN ends in a version, of which each number may be an x. */
const recipeTexts = (kind: string): readonly string[] => [
  ...arnTexts(kind, '/1.0.0'),
  ...['x.x.x', '1.x.x', '1.2.x', '10.20.30'].map((end) => `${arn}:${kind}/web/${end}`),
  ...['1', '1.0', '1.0.0.0', 'X.x.x', '1.0.x-beta', 'latest', '1.0.', '*.*.*'].map(
    (end) => `${arn}:${kind}/web/${end}`,
  ),
];

const workflow = `${arn}:workflow`;

/**
 * Texts that show what a pattern of the service model allows and what it does not, by shape. Which of
 * them it allows stands in the model alone.
 */
export const tellingTexts: Readonly<Record<string, readonly string[]>> = {
  ResourceName: [
    ...['abc', 'x'.repeat(128), 'a b', '---', '_a_', 'Web Server_2-b', '123'],
    ...['', 'ab', 'x'.repeat(129), ' web', 'web ', 'web.server', 'wéb', 'web\n', 'a\tb'],
  ],
  ImageRecipeArn: recipeTexts('image-recipe'),
  ContainerRecipeArn: recipeTexts('container-recipe'),
  InfrastructureConfigurationArn: arnTexts('infrastructure-configuration'),
  DistributionConfigurationArn: arnTexts('distribution-configuration'),
  Timezone: [
    ...['UTC', 'GB', 'America/Argentina/Buenos_Aires', 'Etc/GMT+12', '-ab'],
    ...['---', '+1/+2', 'ü/ü', '   '],
  ],
  TagKey: [
    ...['AWS:Owner', 'aws', ' ', 'a b_c.d:e/f=g+h-i@j', '__proto__'],
    ...['aws:owner', 'aws:', 'a#b', 'a~b', 'a"b', 'ключ', `a${emoji}`, 'a\0'],
  ],
  TagValue: ['aws:owner', '\0'],
  NonEmptyString: [' ', '\n\0'],
  WorkflowVersionArnOrBuildVersionArn: [
    `${workflow}/build/a/x.x.x`,
    `${workflow}/test/smoke_test-2/1.x.x`,
    `${workflow}/test/smoke/1.2.x`,
    `${workflow}/distribution/copy/1.2.3`,
    `${workflow}/distribution/copy/1.2.3/45`,
    'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/x.x.x',
    'arn:aws:imagebuilder:eu-west-1:aws-marketplace:workflow/test/smoke/1.0.0',
    'arn:aws-us-gov:imagebuilder:us-gov-west-1:123456789012:workflow/test/smoke/1.0.0',
    'arn:aws-cn:imagebuilder:cn-north-1:123456789012:workflow/test/smoke/1.0.0',
    '',
    'smoke',
    `${workflow}/smoke/1.0.0`,
    `${workflow}/deploy/smoke/1.0.0`,
    `${workflow}/test/Smoke/1.0.0`,
    `${workflow}/test/smoke`,
    `${workflow}/test/smoke/1.0`,
    `${workflow}/test/smoke/x.x.x/1`,
    `${workflow}/test/smoke/1.0.0/x`,
    `${workflow}/test/smoke/1.0.0/1/1`,
    `${workflow}/test/smoke/1.0.0\n`,
    ` ${workflow}/test/smoke/1.0.0`,
    'arn:aws-1:imagebuilder:eu-west-1:aws:workflow/test/smoke/1.0.0',
    'arn:aws:imagebuilder:europe:aws:workflow/test/smoke/1.0.0',
    'arn:aws:imagebuilder:eu-west-1:1:workflow/test/smoke/1.0.0',
    'arn:aws:imagebuilder:eu-west-1:amazon:workflow/test/smoke/1.0.0',
  ],
  WorkflowParameterName: ['\0', '\0\0\0', ' ', '\n'],
  ParallelGroup: ['a', '0', 'aZ9-_+#', '-a', '_a', '#a', 'a b', 'a.b', 'ä', 'a\n'],
  RoleNameOrArn: [
    'a+b=c,d.e@f-g_h/i',
    'arn:aws:iam::123456789012:role/build',
    'arn:aws-us-gov:iam::123456789012:role/imagebuilder/build',
    'arn:aws-cn:iam::123456789012:role/a',
    'my role',
    'rôle',
    'build\n',
    'arn:aws:iam::123456789012:role/',
    'arn:aws:iam::123456789012:user/build',
    'arn:aws:iam:eu-west-1:123456789012:role/build',
    'arn:aws:iam::12345678901:role/build',
    'arn:aws-1:iam::123456789012:role/build',
    'arn:aws:sts::123456789012:assumed-role/build',
  ],
  LogGroupName: ['/aws/imagebuilder/web-server_1.2', 'a b', 'a#b', 'a:b', 'größe', 'a\n'],
};
