/** The layer or the grant behind something, as a text. */
export const sourceOf = ({
  layer,
  grant,
}: {
  layer?: string | undefined;
  grant?: string | undefined;
}): string => {
  if (layer !== undefined) return `layer ${layer}`;
  return grant === undefined ? '' : `grant ${grant}`;
};
