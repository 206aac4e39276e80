// Prints how many milliseconds pass from the import of a bundle to its first answer.
import { pathToFileURL } from 'node:url';

const [, , path, event, context] = process.argv;
const bundle = pathToFileURL(path).href;
const input = JSON.parse(event);
const { awsRequestId, invokedFunctionArn } = JSON.parse(context);
const start = performance.now();
const { handler } = await import(bundle);
const answer = await handler(input, {
  awsRequestId,
  invokedFunctionArn,
  getRemainingTimeInMillis: () => 29_000,
});
const elapsed = performance.now() - start;
if (answer.statusCode !== 201) throw new Error(JSON.stringify(answer));
process.stderr.write(String(elapsed));
process.exit(0);
