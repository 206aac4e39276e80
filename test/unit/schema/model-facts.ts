/**
 * What Image Builder's service model states about each type of CreateImagePipeline's input, and
 * where each type stands: written by hand, so that the JSON Schema has something to be held against.
 */

/** A value that breaks one constraint of a type, and how that is named. */
export interface Breach {
  readonly keyword: string;
  readonly sent: unknown;
  readonly code: string;
}

/** One type of the service model. */
export interface TypeFacts {
  /** What a refusal says is allowed. */
  readonly says: readonly string[];
  readonly breaches: readonly Breach[];
  /** Values right at each bound, and of each form. */
  readonly accepted: readonly unknown[];
  /** Constraints that no JSON value can break. */
  readonly unbreakable?: readonly string[];
}

const wrongType = (...values: readonly unknown[]): Breach[] =>
  values.map((sent) => ({ keyword: 'type', sent, code: 'wrong-type' }));
const mismatch = (...values: readonly unknown[]): Breach[] =>
  values.map((sent) => ({ keyword: 'pattern', sent, code: 'pattern-mismatch' }));
const tooShort = (sent: unknown): Breach => ({ keyword: 'minLength', sent, code: 'too-short' });
const tooLong = (sent: unknown): Breach => ({ keyword: 'maxLength', sent, code: 'too-long' });
const notInEnum = (...values: readonly unknown[]): Breach[] =>
  values.map((sent) => ({ keyword: 'enum', sent, code: 'not-in-enum' }));

const notText = wrongType(null, 7, true, [], ['x'], {});
const notFlag = wrongType(null, 'true', 0, 1, '', [], {});
const notNumber = wrongType(null, '60', 60.5, true, [], {});
const notList = wrongType(null, 'x', 7, {}, { 0: 'x' });
const notObject = wrongType(null, 'x', 7, true, [], [{}]);

const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012';
const emoji = '\u{1F680}';

/** What holds for all of Image Builder's ARNs but those of workflows. */
const arnFacts = (kind: string, version: string): TypeFacts => ({
  says: [`${arn}:${kind}/`],
  breaches: [
    ...notText,
    ...mismatch(
      '',
      'web-server',
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
    ),
  ],
  accepted: [
    `${arn}:${kind}/a${version}`,
    `${arn}:${kind}/web-server_2${version}`,
    `arn:aws-cn:imagebuilder:cn-north-1:123456789012:${kind}/web${version}`,
    `arn:aws-us-gov:imagebuilder:us-gov-west-1:123456789012:${kind}/web${version}`,
    `arn:aws:imagebuilder:eu-west-1:aws:${kind}/web${version}`,
  ],
});

/** A recipe's ARN ends in a version, of which each number may be an x. */
const recipeFacts = (kind: string): TypeFacts => {
  const { says, breaches, accepted } = arnFacts(kind, '/1.0.0');
  const versions = ['1', '1.0', '1.0.0.0', 'X.x.x', '1.0.x-beta', 'latest', '1.0.', '*.*.*'];
  return {
    says,
    breaches: [...breaches, ...mismatch(...versions.map((end) => `${arn}:${kind}/web/${end}`))],
    accepted: [
      ...accepted,
      ...['x.x.x', '1.x.x', '1.2.x', '10.20.30'].map((end) => `${arn}:${kind}/web/${end}`),
    ],
  };
};

const workflow = `${arn}:workflow`;

export const types = {
  ResourceName: {
    says: ['3 to 128', '"web-server"'],
    breaches: [
      ...notText,
      ...mismatch('', 'ab', 'x'.repeat(129), ' web', 'web ', 'web.server', 'wéb', 'web\n', 'a\tb'),
    ],
    accepted: ['abc', 'x'.repeat(128), 'a b', '---', '_a_', 'Web Server_2-b', '123'],
  },
  NonEmptyString: {
    says: ['1 to 1024 characters'],
    breaches: [...notText, tooShort(''), tooLong('x'.repeat(1025)), tooLong(emoji.repeat(1025))],
    accepted: ['x', ' ', 'x'.repeat(1024), emoji.repeat(1024), '\n\0'],
  },
  ImageRecipeArn: recipeFacts('image-recipe'),
  ContainerRecipeArn: recipeFacts('container-recipe'),
  InfrastructureConfigurationArn: arnFacts('infrastructure-configuration', ''),
  DistributionConfigurationArn: arnFacts('distribution-configuration', ''),
  NullableBoolean: { says: ['true or false'], breaches: notFlag, accepted: [true, false] },
  ImageTestsConfiguration: {
    says: ['image tests configuration', '{"imageTestsEnabled":true}'],
    breaches: notObject,
    accepted: [{}, { imageTestsEnabled: false }, { timeoutMinutes: 60 }],
  },
  ImageTestsTimeoutMinutes: {
    says: ['60 to 1440', '720'],
    breaches: [
      ...notNumber,
      { keyword: 'minimum', sent: 59, code: 'too-small' },
      { keyword: 'minimum', sent: -60, code: 'too-small' },
      { keyword: 'maximum', sent: 1441, code: 'too-large' },
    ],
    accepted: [60, 61, 1439, 1440],
  },
  Schedule: {
    says: ['a schedule', 'cron(0 3 ? * SUN *)'],
    breaches: [...notObject, ...wrongType('cron(0 3 ? * SUN *)')],
    accepted: [{}, { timezone: 'Etc/UTC' }],
  },
  Timezone: {
    says: ['IANA', '3 to 100 characters', '"Europe/Berlin"'],
    breaches: [
      ...notText,
      ...mismatch('---', '+1/+2', 'ü/ü', '   '),
      tooShort(''),
      tooShort('GB'),
      tooLong('x'.repeat(101)),
    ],
    accepted: ['UTC', 'x'.repeat(100), 'America/Argentina/Buenos_Aires', 'Etc/GMT+12', '-ab'],
  },
  PipelineExecutionStartCondition: {
    says: ['"EXPRESSION_MATCH_ONLY"', '"EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE"'],
    breaches: [
      ...notText,
      ...notInEnum('', 'EXPRESSION_MATCH', 'expression_match_only', 'EXPRESSION_MATCH_ONLY '),
    ],
    accepted: ['EXPRESSION_MATCH_ONLY', 'EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE'],
  },
  AutoDisablePolicy: {
    says: ['auto-disable policy', '{"failureCount":3}'],
    breaches: notObject,
    accepted: [{ failureCount: 1 }],
  },
  AutoDisableFailureCount: {
    says: ['1 to 10', '3'],
    breaches: [
      ...notNumber,
      { keyword: 'minimum', sent: 0, code: 'too-small' },
      { keyword: 'minimum', sent: -1, code: 'too-small' },
      { keyword: 'maximum', sent: 11, code: 'too-large' },
    ],
    accepted: [1, 2, 9, 10],
  },
  PipelineStatus: {
    says: ['"DISABLED" or "ENABLED"'],
    breaches: [...notText, ...notInEnum('', 'enabled', 'ENABLED ', 'PAUSED')],
    accepted: ['DISABLED', 'ENABLED'],
  },
  TagMap: {
    says: ['1 to 50 tags', '{"CostCenter":"100"}'],
    breaches: [
      ...notObject,
      // A caller never sees it: with no tags left after defaults, the member is left out of the call.
      { keyword: 'minProperties', sent: {}, code: 'too-few-members' },
      { keyword: 'maxProperties', sent: manyTags(51), code: 'too-many-members' },
    ],
    accepted: [manyTags(1), manyTags(50)],
  },
  TagKey: {
    says: ['1 to 128', 'not beginning with aws:', '"CostCenter"'],
    breaches: [
      { keyword: 'minLength', sent: '', code: 'invalid-tag-key' },
      { keyword: 'maxLength', sent: 'x'.repeat(129), code: 'invalid-tag-key' },
      ...['aws:owner', 'aws:', 'a#b', 'a~b', 'a"b', 'ключ', `a${emoji}`, 'a\0'].map((sent) => ({
        keyword: 'pattern',
        sent,
        code: 'invalid-tag-key',
      })),
    ],
    // JSON knows no other name than a text.
    unbreakable: ['type'],
    accepted: ['x', 'x'.repeat(128), 'AWS:Owner', 'aws', ' ', 'a b_c.d:e/f=g+h-i@j', '__proto__'],
  },
  TagValue: {
    says: ['up to 256 characters', '"100"'],
    breaches: [...notText, tooLong('x'.repeat(257)), tooLong(emoji.repeat(257))],
    accepted: ['', 'x', 'x'.repeat(256), emoji.repeat(256), 'aws:owner', '\0'],
  },
  ClientToken: {
    says: ['1 to 64 characters', '"2f1c8e1e-6f0a-4f3e-9d55-0d5f3a1c7b11"'],
    breaches: [...notText, tooShort(''), tooLong('x'.repeat(65))],
    accepted: ['x', 'x'.repeat(64), emoji.repeat(64)],
  },
  ImageScanningConfiguration: {
    says: ['image scanning configuration', '{"imageScanningEnabled":true}'],
    breaches: notObject,
    accepted: [{}, { imageScanningEnabled: false }],
  },
  EcrConfiguration: {
    says: ['ECR configuration', '"image-builder-scans"'],
    breaches: notObject,
    accepted: [{}, { containerTags: [] }],
  },
  StringList: {
    says: ['list of texts', '["latest"]'],
    breaches: notList,
    accepted: [[], ['x'], Array<string>(200).fill('x')],
  },
  WorkflowConfigurationList: {
    says: ['list of workflow configurations', '"workflowArn"'],
    breaches: notList,
    accepted: [[], [{ workflowArn: `${workflow}/test/smoke/1.0.0` }]],
  },
  WorkflowConfiguration: {
    says: ['workflow configuration', '"workflowArn"'],
    breaches: [...notObject, ...wrongType(`${workflow}/test/smoke/1.0.0`)],
    accepted: [{ workflowArn: `${workflow}/test/smoke/1.0.0` }],
  },
  WorkflowVersionArnOrBuildVersionArn: {
    says: ['workflow version', ':aws:workflow/build/build-image/x.x.x"'],
    breaches: [
      ...notText,
      ...mismatch(
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
      ),
    ],
    accepted: [
      `${workflow}/build/a/x.x.x`,
      `${workflow}/test/smoke_test-2/1.x.x`,
      `${workflow}/test/smoke/1.2.x`,
      `${workflow}/distribution/copy/1.2.3`,
      `${workflow}/distribution/copy/1.2.3/45`,
      'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/x.x.x',
      'arn:aws:imagebuilder:eu-west-1:aws-marketplace:workflow/test/smoke/1.0.0',
      'arn:aws-us-gov:imagebuilder:us-gov-west-1:123456789012:workflow/test/smoke/1.0.0',
      'arn:aws-cn:imagebuilder:cn-north-1:123456789012:workflow/test/smoke/1.0.0',
    ],
  },
  WorkflowParameterList: {
    says: ['at least 1 workflow parameter', '"waitForActionAtEnd"'],
    breaches: [...notList, { keyword: 'minItems', sent: [], code: 'too-few-items' }],
    accepted: [[{ name: 'x', value: [] }], Array(60).fill({ name: 'x', value: [] })],
  },
  WorkflowParameter: {
    says: ['workflow parameter', '"waitForActionAtEnd"'],
    breaches: notObject,
    accepted: [{ name: 'x', value: [] }],
  },
  WorkflowParameterName: {
    says: ['1 to 128 characters', '"waitForActionAtEnd"'],
    breaches: [...notText, tooShort(''), tooLong('x'.repeat(129)), ...mismatch('\0', '\0\0\0')],
    accepted: ['x', 'x'.repeat(128), emoji.repeat(128), ' ', '\n'],
  },
  WorkflowParameterValueList: {
    says: ['list of texts', '["true"]'],
    breaches: notList,
    accepted: [[], [''], Array<string>(200).fill('x')],
  },
  WorkflowParameterValue: {
    says: ['text', '"true"'],
    breaches: notText,
    // No text is shorter than empty, and `[^\x00]*` finds the empty text in any other.
    unbreakable: ['minLength', 'pattern'],
    accepted: ['', 'x', 'x'.repeat(5000), emoji],
  },
  ParallelGroup: {
    says: ['1 to 100', '"tests"'],
    breaches: [
      ...notText,
      tooShort(''),
      tooLong('x'.repeat(101)),
      ...mismatch('-a', '_a', '#a', 'a b', 'a.b', 'ä', 'a\n'),
    ],
    accepted: ['a', '0', 'x'.repeat(100), 'aZ9-_+#'],
  },
  OnWorkflowFailure: {
    says: ['"CONTINUE" or "ABORT"'],
    breaches: [...notText, ...notInEnum('', 'abort', 'Continue', 'STOP')],
    accepted: ['CONTINUE', 'ABORT'],
  },
  RoleNameOrArn: {
    says: [
      'IAM role',
      '1 to 2048 characters',
      '"arn:aws:iam::123456789012:role/imagebuilder/build"',
    ],
    breaches: [
      ...notText,
      tooShort(''),
      tooLong('x'.repeat(2049)),
      ...mismatch(
        'my role',
        'rôle',
        'build\n',
        'arn:aws:iam::123456789012:role/',
        'arn:aws:iam::123456789012:user/build',
        'arn:aws:iam:eu-west-1:123456789012:role/build',
        'arn:aws:iam::12345678901:role/build',
        'arn:aws-1:iam::123456789012:role/build',
        'arn:aws:sts::123456789012:assumed-role/build',
      ),
    ],
    accepted: [
      'x',
      'x'.repeat(2048),
      'a+b=c,d.e@f-g_h/i',
      'arn:aws:iam::123456789012:role/build',
      'arn:aws-us-gov:iam::123456789012:role/imagebuilder/build',
      'arn:aws-cn:iam::123456789012:role/a',
    ],
  },
  PipelineLoggingConfiguration: {
    says: ['logging configuration', '"/aws/imagebuilder/web-server"'],
    breaches: notObject,
    accepted: [{}, { imageLogGroupName: '/a' }],
  },
  LogGroupName: {
    says: ['1 to 512', '"/aws/imagebuilder/web-server"'],
    breaches: [
      ...notText,
      tooShort(''),
      tooLong('x'.repeat(513)),
      ...mismatch('a b', 'a#b', 'a:b', 'größe', 'a\n'),
    ],
    accepted: ['x', 'x'.repeat(512), '/aws/imagebuilder/web-server_1.2'],
  },
} as const satisfies Readonly<Record<string, TypeFacts>>;

function manyTags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));
}

/** One member of the input, with its type; `says` adds what the member's own example is. */
export interface MemberFacts {
  readonly path: string;
  readonly pointer: string;
  readonly type: keyof typeof types;
  readonly required?: true;
  readonly says?: string;
}

/** Every member, item and map entry of the input, in the order of AWS's documentation. */
export const members: readonly MemberFacts[] = [
  { path: 'name', pointer: '/name', type: 'ResourceName', required: true },
  {
    path: 'description',
    pointer: '/description',
    type: 'NonEmptyString',
    says: 'Nightly build of the web server image',
  },
  { path: 'imageRecipeArn', pointer: '/imageRecipeArn', type: 'ImageRecipeArn' },
  { path: 'containerRecipeArn', pointer: '/containerRecipeArn', type: 'ContainerRecipeArn' },
  {
    path: 'infrastructureConfigurationArn',
    pointer: '/infrastructureConfigurationArn',
    type: 'InfrastructureConfigurationArn',
    required: true,
  },
  {
    path: 'distributionConfigurationArn',
    pointer: '/distributionConfigurationArn',
    type: 'DistributionConfigurationArn',
  },
  {
    path: 'imageTestsConfiguration',
    pointer: '/imageTestsConfiguration',
    type: 'ImageTestsConfiguration',
  },
  {
    path: 'imageTestsConfiguration.imageTestsEnabled',
    pointer: '/imageTestsConfiguration/imageTestsEnabled',
    type: 'NullableBoolean',
  },
  {
    path: 'imageTestsConfiguration.timeoutMinutes',
    pointer: '/imageTestsConfiguration/timeoutMinutes',
    type: 'ImageTestsTimeoutMinutes',
  },
  {
    path: 'enhancedImageMetadataEnabled',
    pointer: '/enhancedImageMetadataEnabled',
    type: 'NullableBoolean',
  },
  { path: 'schedule', pointer: '/schedule', type: 'Schedule' },
  {
    path: 'schedule.scheduleExpression',
    pointer: '/schedule/scheduleExpression',
    type: 'NonEmptyString',
    says: '"cron(0 3 ? * SUN *)"',
  },
  { path: 'schedule.timezone', pointer: '/schedule/timezone', type: 'Timezone' },
  {
    path: 'schedule.pipelineExecutionStartCondition',
    pointer: '/schedule/pipelineExecutionStartCondition',
    type: 'PipelineExecutionStartCondition',
  },
  {
    path: 'schedule.autoDisablePolicy',
    pointer: '/schedule/autoDisablePolicy',
    type: 'AutoDisablePolicy',
  },
  {
    path: 'schedule.autoDisablePolicy.failureCount',
    pointer: '/schedule/autoDisablePolicy/failureCount',
    type: 'AutoDisableFailureCount',
    required: true,
  },
  { path: 'status', pointer: '/status', type: 'PipelineStatus' },
  { path: 'tags', pointer: '/tags', type: 'TagMap' },
  { path: 'tags.{key}', pointer: '/tags/CostCenter', type: 'TagKey' },
  { path: 'tags.*', pointer: '/tags/CostCenter', type: 'TagValue' },
  { path: 'imageTags', pointer: '/imageTags', type: 'TagMap' },
  { path: 'imageTags.{key}', pointer: '/imageTags/CostCenter', type: 'TagKey' },
  { path: 'imageTags.*', pointer: '/imageTags/CostCenter', type: 'TagValue' },
  { path: 'clientToken', pointer: '/clientToken', type: 'ClientToken', required: true },
  {
    path: 'imageScanningConfiguration',
    pointer: '/imageScanningConfiguration',
    type: 'ImageScanningConfiguration',
  },
  {
    path: 'imageScanningConfiguration.imageScanningEnabled',
    pointer: '/imageScanningConfiguration/imageScanningEnabled',
    type: 'NullableBoolean',
  },
  {
    path: 'imageScanningConfiguration.ecrConfiguration',
    pointer: '/imageScanningConfiguration/ecrConfiguration',
    type: 'EcrConfiguration',
  },
  {
    path: 'imageScanningConfiguration.ecrConfiguration.repositoryName',
    pointer: '/imageScanningConfiguration/ecrConfiguration/repositoryName',
    type: 'NonEmptyString',
    says: '"image-builder-scans"',
  },
  {
    path: 'imageScanningConfiguration.ecrConfiguration.containerTags',
    pointer: '/imageScanningConfiguration/ecrConfiguration/containerTags',
    type: 'StringList',
  },
  {
    path: 'imageScanningConfiguration.ecrConfiguration.containerTags[]',
    pointer: '/imageScanningConfiguration/ecrConfiguration/containerTags/0',
    type: 'NonEmptyString',
  },
  { path: 'workflows', pointer: '/workflows', type: 'WorkflowConfigurationList' },
  { path: 'workflows[]', pointer: '/workflows/0', type: 'WorkflowConfiguration' },
  {
    path: 'workflows[].workflowArn',
    pointer: '/workflows/0/workflowArn',
    type: 'WorkflowVersionArnOrBuildVersionArn',
    required: true,
  },
  {
    path: 'workflows[].parameters',
    pointer: '/workflows/0/parameters',
    type: 'WorkflowParameterList',
  },
  {
    path: 'workflows[].parameters[]',
    pointer: '/workflows/0/parameters/0',
    type: 'WorkflowParameter',
  },
  {
    path: 'workflows[].parameters[].name',
    pointer: '/workflows/0/parameters/0/name',
    type: 'WorkflowParameterName',
    required: true,
  },
  {
    path: 'workflows[].parameters[].value',
    pointer: '/workflows/0/parameters/0/value',
    type: 'WorkflowParameterValueList',
    required: true,
  },
  {
    path: 'workflows[].parameters[].value[]',
    pointer: '/workflows/0/parameters/0/value/0',
    type: 'WorkflowParameterValue',
  },
  {
    path: 'workflows[].parallelGroup',
    pointer: '/workflows/0/parallelGroup',
    type: 'ParallelGroup',
  },
  { path: 'workflows[].onFailure', pointer: '/workflows/0/onFailure', type: 'OnWorkflowFailure' },
  { path: 'executionRole', pointer: '/executionRole', type: 'RoleNameOrArn' },
  {
    path: 'loggingConfiguration',
    pointer: '/loggingConfiguration',
    type: 'PipelineLoggingConfiguration',
  },
  {
    path: 'loggingConfiguration.imageLogGroupName',
    pointer: '/loggingConfiguration/imageLogGroupName',
    type: 'LogGroupName',
  },
  {
    path: 'loggingConfiguration.pipelineLogGroupName',
    pointer: '/loggingConfiguration/pipelineLogGroupName',
    type: 'LogGroupName',
  },
];

/** The objects that take no member that the model does not know, with the members that they do take. */
export const structures: readonly (readonly [
  path: string,
  pointer: string,
  known: readonly string[],
])[] = [
  [
    '',
    '',
    [
      'name',
      'description',
      'imageRecipeArn',
      'containerRecipeArn',
      'infrastructureConfigurationArn',
      'distributionConfigurationArn',
      'imageTestsConfiguration',
      'enhancedImageMetadataEnabled',
      'schedule',
      'status',
      'tags',
      'imageTags',
      'clientToken',
      'imageScanningConfiguration',
      'workflows',
      'executionRole',
      'loggingConfiguration',
    ],
  ],
  ['imageTestsConfiguration', '/imageTestsConfiguration', ['imageTestsEnabled', 'timeoutMinutes']],
  [
    'schedule',
    '/schedule',
    ['scheduleExpression', 'timezone', 'pipelineExecutionStartCondition', 'autoDisablePolicy'],
  ],
  ['schedule.autoDisablePolicy', '/schedule/autoDisablePolicy', ['failureCount']],
  [
    'imageScanningConfiguration',
    '/imageScanningConfiguration',
    ['imageScanningEnabled', 'ecrConfiguration'],
  ],
  [
    'imageScanningConfiguration.ecrConfiguration',
    '/imageScanningConfiguration/ecrConfiguration',
    ['repositoryName', 'containerTags'],
  ],
  ['workflows[]', '/workflows/0', ['workflowArn', 'parameters', 'parallelGroup', 'onFailure']],
  ['workflows[].parameters[]', '/workflows/0/parameters/0', ['name', 'value']],
  ['loggingConfiguration', '/loggingConfiguration', ['imageLogGroupName', 'pipelineLogGroupName']],
];

/** A request with every member of the model, at every depth. */
export const fullRequest = {
  name: 'web-server-nightly',
  description: 'Nightly build of the web server image',
  imageRecipeArn: `${arn}:image-recipe/web-server/1.0.0`,
  containerRecipeArn: `${arn}:container-recipe/web-server/1.0.0`,
  infrastructureConfigurationArn: `${arn}:infrastructure-configuration/standard`,
  distributionConfigurationArn: `${arn}:distribution-configuration/standard`,
  imageTestsConfiguration: { imageTestsEnabled: true, timeoutMinutes: 90 },
  enhancedImageMetadataEnabled: true,
  schedule: {
    scheduleExpression: 'cron(0 3 ? * SUN *)',
    timezone: 'Europe/Berlin',
    pipelineExecutionStartCondition: 'EXPRESSION_MATCH_ONLY',
    autoDisablePolicy: { failureCount: 3 },
  },
  status: 'ENABLED',
  tags: { CostCenter: '100' },
  imageTags: { CostCenter: '100' },
  clientToken: '2f1c8e1e-6f0a-4f3e-9d55-0d5f3a1c7b11',
  imageScanningConfiguration: {
    imageScanningEnabled: true,
    ecrConfiguration: { repositoryName: 'image-builder-scans', containerTags: ['nightly'] },
  },
  workflows: [
    {
      workflowArn: `${workflow}/test/smoke-test/1.0.0/1`,
      parameters: [{ name: 'waitForActionAtEnd', value: ['true'] }],
      parallelGroup: 'tests',
      onFailure: 'ABORT',
    },
  ],
  executionRole: 'arn:aws:iam::123456789012:role/imagebuilder/build',
  loggingConfiguration: {
    imageLogGroupName: '/example/images/web-server',
    pipelineLogGroupName: '/aws/imagebuilder/web-server',
  },
};
