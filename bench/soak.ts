/**
 * Sends 20,000 requests through the handler in this process against the embedded Image Builder, good
 * ones, bad ones and ones that fail, and prints what is left of them: the heap after a collection, the
 * handles of the process.
 *
 * Ends with exit code 1 when something grew.
 */
import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tunedClient } from '../src/aws/image-builder/tuning.ts';
import { startImageBuilder } from '../local/image-builder/server.ts';
import { openHandler } from '../test/support/handler.ts';
import { httpApiEvent } from '../test/support/http-api-event.ts';
import { account, lambdaContext, region } from '../test/support/lambda-context.ts';
import { arn } from '../test/support/policy.ts';

const requests = 20_000;
const every = 2_000;
/** What a flat heap may differ by from one collection to another, in bytes. */
const noise = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const imageBuilder = await startImageBuilder({ accountId: account });
const client = tunedClient({
  region,
  endpoint: imageBuilder.url,
  credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
  maxAttempts: 1,
});
let logged = 0;
const handler = openHandler({
  client,
  log: () => {
    logged += 1;
  },
});

/** The same sixty requests over and over, so that what the embedded service keeps does not grow. */
const members = (index: number): Record<string, unknown> => ({
  name: `soak-${index % 60}`,
  clientToken: `soak-${index % 60}`,
  imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
  tags: Object.fromEntries(Array.from({ length: 20 }, (_, tag) => [`Tag${tag}`, 'x'.repeat(100)])),
});

const send = async (index: number): Promise<number> => {
  const context = lambdaContext(29_000, randomUUID());
  switch (index % 5) {
    case 0:
      return statusOf(await handler(members(index), context));
    case 1:
      return statusOf(
        await handler(httpApiEvent({ body: { ...members(index), status: 'ON' } }), context),
      );
    case 2:
      imageBuilder.faults.add({ exception: 'ServiceException' });
      return statusOf(await handler(httpApiEvent({ body: members(index) }), context));
    case 3:
      if (index % 100 === 3) imageBuilder.faults.add({ drop: 'after' });
      return statusOf(await handler(httpApiEvent({ body: members(index) }), context));
    default:
      return statusOf(await handler(httpApiEvent({ body: '{"a":[' }), context));
  }
};

const statusOf = ({ statusCode, status }: Readonly<Record<string, unknown>>): number =>
  Number(statusCode ?? status);

/** The handles of the process by their kind, without the pooled connections of the one client. */
const handles = (): string => {
  const kinds = process.getActiveResourcesInfo();
  const count = (kind: string): string => `${kinds.filter((each) => each === kind).length} ${kind}`;
  return [...new Set(kinds)].sort().map(count).join(', ');
};

const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(2);

const soak = async (): Promise<boolean> => {
  const heaps: number[] = [];
  const statuses = new Map<number, number>();
  let before = '';
  const began = performance.now();
  const cpu = process.cpuUsage();
  console.log(`${requests} requests\n\n  after   heap used  handles`);
  for (let index = 0; index < requests; index += 1) {
    const status = await send(index);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if ((index + 1) % every !== 0) continue;
    collect();
    heaps.push(process.memoryUsage().heapUsed);
    if (before === '') before = handles();
    console.log(
      `  ${String(index + 1).padStart(6)}  ${mebibytes(heaps.at(-1) ?? 0).padStart(6)} MiB  ${handles()}`,
    );
  }
  const { user, system } = process.cpuUsage(cpu);
  const growth = (heaps.at(-1) ?? 0) - (heaps[1] ?? 0);
  const grew = growth > noise || handles() !== before || logged !== requests;
  console.log(`
  ${((performance.now() - began) / requests).toFixed(2)} ms a request, ${((user + system) / 1000 / requests).toFixed(2)} ms of CPU, the embedded service's included
  answers: ${[...statuses]
    .sort()
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')}; ${logged} lines logged
  heap: ${(growth / (requests - 2 * every)).toFixed(1)} bytes a request more since request ${2 * every}${grew ? ': SOMETHING GREW' : ''}
`);
  return !grew;
};

try {
  if (!(await soak())) process.exitCode = 1;
} finally {
  client.destroy();
  await imageBuilder.close();
}
