// Calls two warm handlers in turn and prints, for each, the median time and processor time of a call.
import { pathToFileURL } from 'node:url';

const { bundles, events, rounds, warmup } = JSON.parse(process.argv[2]);
const log = process.stdout.write.bind(process.stdout);
// The function logs a line a request; where it goes must not be part of what is measured.
process.stdout.write = () => true;

const handlers = [];
for (const path of bundles) handlers.push((await import(pathToFileURL(path).href)).handler);

let named = 0;
const call = async (index) => {
  named += 1;
  const text = JSON.stringify(events[index]).replaceAll('{name}', `warm-${process.pid}-${named}`);
  const event = JSON.parse(text);
  const context = {
    awsRequestId: `warm-${process.pid}-${named}`,
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
    getRemainingTimeInMillis: () => 29_000,
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  const answer = await handlers[index](event, context);
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  if (answer.statusCode !== 201) throw new Error(JSON.stringify(answer));
  return { elapsed, cpu: (user + system) / 1000 };
};

const samples = handlers.map(() => []);
for (let round = -warmup; round < rounds; round += 1) {
  for (const [index, taken] of samples.entries()) {
    const sample = await call(index);
    if (round >= 0) taken.push(sample);
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
log(
  JSON.stringify(
    samples.map((taken) => ({
      millis: median(taken.map(({ elapsed }) => elapsed)),
      cpuMillis: mean(taken.map(({ cpu }) => cpu)),
    })),
  ),
);
process.exit(0);
