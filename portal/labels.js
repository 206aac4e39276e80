/** How the members of a request are called and grouped for a person; AWS's own word stands beside. */

const abbreviations = new Map([
  ['arn', 'ARN'],
  ['ecr', 'ECR'],
]);

/**
 * `infrastructureConfigurationArn` as "Infrastructure configuration ARN".
 *
 * @param {string} member
 */
export const labelOf = (member) => {
  const words = member
    .split(/(?=[A-Z])/)
    .map((word) => abbreviations.get(word.toLowerCase()) ?? word.toLowerCase())
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * One entry of a list: "Workflows" as "Workflow".
 *
 * @param {string} label
 */
export const singular = (label) => label.replace(/ies$/, 'y').replace(/s$/, '');

/** What a member is for, in the order in which somebody thinks of it. */
export const sections = [
  { title: 'The pipeline', members: ['name', 'description'] },
  {
    title: 'Where it builds',
    members: ['infrastructureConfigurationArn', 'distributionConfigurationArn'],
  },
  { title: 'When it runs', members: ['schedule', 'status'] },
  { title: 'Tags', members: ['tags', 'imageTags'] },
  {
    title: 'Tests and scans',
    members: [
      'imageTestsConfiguration',
      'imageScanningConfiguration',
      'enhancedImageMetadataEnabled',
    ],
  },
  { title: 'Workflows', members: ['workflows', 'executionRole'] },
  { title: 'Logs', members: ['loggingConfiguration'] },
];

/** The member that names the recipe of each kind. */
export const recipeMember = { image: 'imageRecipeArn', container: 'containerRecipeArn' };

/** The member that the header `Idempotency-Key` stands for. */
export const tokenMember = 'clientToken';

/**
 * A value for a person: text as it is, anything else as JSON.
 *
 * @param {unknown} value
 */
export const shown = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
