// Image Builder's guide writes the variables with and without spaces inside the braces.
const variable = /\{\{ *imagebuilder:/;

/**
 * Tells whether Image Builder only knows a tag value when it builds: `{{imagebuilder:buildDate}}`.
 *
 * Source: EC2 Image Builder User Guide, "Tag Image Builder output resources".
 */
export const isKnownAtBuildTime = (value: string): boolean => {
  const start = value.search(variable);
  return start >= 0 && value.includes('}}', start);
};
