/** How the command is used. */
export const usage =
  'Usage: `/pipeline NAME RECIPE_ARN [--dry-run]`, for example ' +
  '`/pipeline web-server arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0 --dry-run`. ' +
  'A name with spaces goes in double quotes.';

/** The members of CreateImagePipeline that the command can say, with the proxy's own `dryRun`. */
export interface CommandDocument {
  readonly name: string;
  readonly imageRecipeArn?: string;
  readonly containerRecipeArn?: string;
  readonly dryRun?: true;
}

/**
 * Reads the text after the command; `undefined` when it is not of the command's form. Whether the
 * name and the ARN are good is the proxy's to say.
 */
export const readCommandText = (text: string): CommandDocument | undefined => {
  const words = [...text.matchAll(/["“]([^"”]*)["”]|\S+/g)].map(([word, quoted]) => quoted ?? word);
  // Telephones make a dash of two hyphens.
  const isFlag = (word: string): boolean => /^(?:--|—|–)dry-?run$/i.test(word);
  const [name, recipe, ...more] = words.filter((word) => !isFlag(word));
  if (name === undefined || recipe?.startsWith('arn:') !== true || more.length > 0) {
    return undefined;
  }
  return {
    name,
    ...(recipe.includes(':container-recipe/')
      ? { containerRecipeArn: recipe }
      : { imageRecipeArn: recipe }),
    ...(words.some(isFlag) && { dryRun: true }),
  };
};

/**
 * Escapes the three characters that mean something in Slack's mrkdwn, so that no text of a caller or of
 * AWS becomes a link or a mention.
 *
 * Source: https://api.slack.com/reference/surfaces/formatting#escaping
 */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
