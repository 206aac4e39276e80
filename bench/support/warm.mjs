// Loads a handler and, each time it is told to, calls it so often in a row; answers with the time and the
// processor time of each call. It has a process of its own, as a function has its execution environment.
import { pathToFileURL } from 'node:url';

const { bundle, event } = JSON.parse(process.argv[2]);
// The function logs a line a request; where it goes must not be part of what is measured.
process.stdout.write = () => true;

const { handler } = await import(pathToFileURL(bundle).href);

let calls = 0;
const call = async () => {
  calls += 1;
  const name = `warm-${process.pid}-${calls}`;
  const named = JSON.parse(JSON.stringify(event).replaceAll('{name}', name));
  const context = {
    awsRequestId: name,
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
    getRemainingTimeInMillis: () => 29_000,
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  const answer = await handler(named, context);
  const millis = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  if (answer.statusCode !== 201) throw new Error(JSON.stringify(answer));
  return { millis, cpuMillis: (user + system) / 1000 };
};

process.on('message', async (count) => {
  const samples = [];
  for (let index = 0; index < count; index += 1) samples.push(await call());
  process.send(samples);
});
process.send([]);
