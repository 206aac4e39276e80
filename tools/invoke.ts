/**
 * Hands an event to the running function through Lambda's Invoke API, and prints what comes back:
 * `npm run invoke -- events/smallest.json`.
 *
 * A file with a `requestContext` is the event of an API, and is handed over as it is; any other is a
 * request document. Ends with 0 for a success, with 1 for a problem, and with 2 where nothing came back
 * or the command makes no sense.
 */
import { readFile } from 'node:fs/promises';
import { STATUS_CODES } from 'node:http';
import { InvokeCommand, LambdaClient, LambdaServiceException } from '@aws-sdk/client-lambda';
import { isJsonObject, type JsonObject } from '../src/json/json-value.ts';
import { CommandError, commandLine, portOption, runCommandLine } from './command-line.ts';

const functionName = 'image-pipeline-proxy-dev-createImagePipeline';

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const readEvent = async (file: string): Promise<string> => {
  try {
    const text = await readFile(file, 'utf8');
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new CommandError(`${file} cannot be read as JSON: ${messageOf(error)}`);
  }
};

const invoke = async (event: string, port: number): Promise<JsonObject> => {
  const lambda = new LambdaClient({
    region: 'eu-west-1',
    endpoint: `http://localhost:${port}`,
    credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  try {
    const command = new InvokeCommand({ FunctionName: functionName, Payload: event });
    const { Payload: payload } = await lambda.send(command);
    const answer: unknown = JSON.parse(Buffer.from(payload ?? []).toString());
    if (isJsonObject(answer)) return answer;
    throw new TypeError('the answer is not a document');
  } catch (error) {
    throw new CommandError(
      isRefused(error)
        ? `Nothing is running on port ${port}. Start it with: npm start`
        : `What runs on port ${port} did not answer as the function does (${
            error instanceof LambdaServiceException ? error.name : messageOf(error)
          }). Start it with: npm start`,
    );
  } finally {
    lambda.destroy();
  }
};

/** Node tries each address of `localhost`, and then gives all that failed in one error. */
const isRefused = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ECONNREFUSED';

const pretty = (document: unknown): string => JSON.stringify(document, null, 2);

/** Prints an answer the way its event source gets it; gives its status. */
const print = (answer: JsonObject): number => {
  const { statusCode, status, headers, multiValueHeaders, body } = answer;
  if (typeof statusCode !== 'number') {
    console.log(typeof status === 'number' ? `${status} ${STATUS_CODES[status] ?? ''}` : 'Failed');
    console.log(pretty(answer));
    // Without a status it is what Lambda makes of a function that threw.
    return typeof status === 'number' ? status : 500;
  }
  console.log(`HTTP ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`);
  const lines = Object.entries(headers ?? multiValueHeaders ?? {});
  for (const [name, value] of lines) console.log(`${name}: ${String(value)}`);
  const text = typeof body === 'string' ? body : '';
  if (text !== '') console.log(`\n${pretty(JSON.parse(text))}`);
  return statusCode;
};

await runCommandLine(
  commandLine(
    'npm run invoke --',
    "Hands an event to the running function through Lambda's Invoke API, and prints what comes back.",
  )
    .argument('<file>', 'the event or the request document, for example events/smallest.json')
    .addOption(portOption('--port <port>', 'of the running function', 'LAMBDA_PORT', 3002, 1))
    .addHelpText('after', '\nExit code: 0 for a success, 1 for a problem.')
    .action(async (file: string, { port }: { port: number }) => {
      const status = print(await invoke(await readEvent(file), port));
      process.exitCode = status >= 200 && status < 300 ? 0 : 1;
    }),
);
