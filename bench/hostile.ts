/**
 * Sends every hostile body to the packaged function, each in a process of its own against the embedded
 * Image Builder, and gives what each took: processor time (user and system, all threads) and the peak of
 * resident memory. The goal is at most 0.25 s and 256 MB (SI).
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startImageBuilder } from '../local/image-builder/server.ts';
import { httpApiEvent } from '../test/support/http-api-event.ts';
import type { Bundles } from './support/bundles.ts';
import { hostileBodies, type HostileBody } from './support/hostile-bodies.ts';
import { arn, requestNamed } from './support/policy-of-size.ts';
import { runOnce } from './support/processes.ts';

const goal = { cpuMillis: 250, peakMegabytes: 256 };

/** What one body took. */
interface Taken {
  readonly cpuMillis: number;
  readonly peakMebi: number;
  readonly status: number;
  readonly answerKibi: number;
  readonly servesOn: boolean;
}

/** The process has ended, or nobody would wait for its end: nothing is worse. */
const lost: Taken = {
  cpuMillis: Infinity,
  peakMebi: Infinity,
  status: 0,
  answerKibi: 0,
  servesOn: false,
};

const megabytes = ({ peakMebi }: Taken): number => (peakMebi * 1024 * 1024) / 1e6;

const isWithin = (taken: Taken): boolean =>
  taken.cpuMillis <= goal.cpuMillis &&
  megabytes(taken) <= goal.peakMegabytes &&
  taken.servesOn &&
  (taken.status === 201 || (taken.status >= 400 && taken.status < 500));

const row = (name: string, taken: Taken): string =>
  [
    taken.cpuMillis.toFixed(0).padStart(6),
    'ms CPU',
    megabytes(taken).toFixed(0).padStart(5),
    'MB ',
    taken.status,
    taken.answerKibi.toFixed(0).padStart(3),
    `KiB  ${name}${isWithin(taken) ? '' : '  <-- OVER THE GOAL'}`,
  ].join(' ');

/**
 * Prints a line for each body, and at the end the ten worst.
 *
 * @param only - A part of the names of those to send; left out, all.
 * @returns Whether every body stays within the goal, and the function serves on after each.
 */
export const measureHostile = async ({ proxy, folder }: Bundles, only = ''): Promise<boolean> => {
  const imageBuilder = await startImageBuilder({ pipelineLimit: 1_000_000 });
  const once = async ({ policy, event, alias }: HostileBody): Promise<Taken> => {
    const policyFile = join(folder, 'hostile-policy.json');
    const input = join(folder, 'hostile-input.json');
    const infrastructureConfigurationArn = arn('infrastructure-configuration/standard');
    const good = { ...requestNamed('hostile-good'), infrastructureConfigurationArn };
    await writeFile(policyFile, JSON.stringify(policy));
    await writeFile(
      input,
      JSON.stringify({
        good: httpApiEvent({ body: { ...good, clientToken: 'hostile-good' } }),
        bad: httpApiEvent({ body: { ...good, imageRecipeArm: 1, status: 'ON' } }),
        event,
        alias,
      }),
    );
    const { stdout } = await runOnce('hostile-once.mjs', [proxy, input], {
      AWS_REGION: 'eu-west-1',
      AWS_ACCOUNT_ID: '123456789012',
      AWS_ACCESS_KEY_ID: 'EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_ENDPOINT_URL_IMAGEBUILDER: imageBuilder.url,
      RELAYS: 'relay',
      GROUP_NAMES: 'words',
      ORGANIZATION_POLICY: `file:${policyFile}`,
    });
    return JSON.parse(stdout) as Taken;
  };
  const results: { readonly name: string; readonly taken: Taken }[] = [];
  try {
    for (const hostile of hostileBodies().filter(({ name }) => name.includes(only))) {
      const taken = await once(hostile).catch((error: unknown) => {
        console.log(String(error).slice(0, 1000));
        return lost;
      });
      console.log(row(hostile.name, taken));
      results.push({ name: hostile.name, taken });
    }
  } finally {
    await imageBuilder.close();
  }
  console.log('\nthe worst\n');
  const worst = results.toSorted((a, b) => b.taken.cpuMillis - a.taken.cpuMillis).slice(0, 10);
  for (const { name, taken } of worst) console.log(row(name, taken));
  const over = results.filter(({ taken }) => !isWithin(taken)).length;
  console.log(
    `\n${results.length} bodies; goal: at most ${goal.cpuMillis} ms of CPU, ${goal.peakMegabytes} MB${over > 0 ? `; ${over} OVER IT` : ', kept by all'}`,
  );
  return over === 0;
};
