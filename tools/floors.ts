/**
 * Which part of `src` may import which: a part may import those on the floors below it, and nothing of
 * its own floor. The lint rule and the graph in CONTRIBUTING.md follow from this list.
 */
export const floors: readonly (readonly string[])[] = [
  ['lambda.ts'],
  ['handler.ts'],
  ['adapters', 'http', 'aws', 'policy-source', 'observability'],
  ['proxy-request.ts', 'config.ts'],
  ['core'],
  ['schema', 'policy'],
  ['errors.ts', 'timing'],
  ['json'],
];

/** The floors as a Mermaid diagram: a floor may import all of those below it. */
export const floorsDiagram = (): string =>
  [
    '```mermaid',
    'flowchart TD',
    ...floors.map((parts, floor) => `  floor${floor}["${parts.join(', ')}"]`),
    `  ${floors.map((_, floor) => `floor${floor}`).join(' --> ')}`,
    '```',
  ].join('\n');
