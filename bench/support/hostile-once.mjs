// Answers one good and one bad small request, then one body, then a good one again. Prints as JSON what the
// body took: processor time of all threads, peak resident memory, and how it was answered.
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [, , bundle, file] = process.argv;
const { good, bad, event, alias } = JSON.parse(await readFile(file, 'utf8'));
// The function logs a line a request; what this script prints goes there at its end.
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;

const { handler } = await import(pathToFileURL(bundle).href);
let calls = 0;
const call = async (input, qualifier) => {
  calls += 1;
  return handler(input, {
    awsRequestId: `hostile-${process.pid}-${calls}`,
    invokedFunctionArn: ['arn:aws:lambda:eu-west-1:123456789012:function:bench', qualifier]
      .filter(Boolean)
      .join(':'),
    getRemainingTimeInMillis: () => 29_000,
  });
};
/** The kernel's count is of this program alone; `maxRSS` begins at the parent's. */
const peakKibi = async () => {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
};

const first = await call(good);
await call(bad);
const input = JSON.parse(event);
const before = process.cpuUsage();
const answer = await call(input, alias);
const { user, system } = process.cpuUsage(before);
const peak = await peakKibi();
const after = await call(good);
print(
  JSON.stringify({
    cpuMillis: (user + system) / 1000,
    peakMebi: peak / 1024,
    status: answer.statusCode ?? answer.status,
    answerKibi: Buffer.byteLength(JSON.stringify(answer)) / 1024,
    // A policy may want more than this request has, but none makes it fail.
    servesOn: after.statusCode === first.statusCode && after.statusCode < 500,
  }),
);
process.exit(0);
