import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { compileSchema } from '../kit/compile-schema.ts';
import { emptyState, type State, type Store } from './state.ts';

const text = { type: 'string' } as const;
const owner = { account: text, region: text };

const isState = compileSchema<State>({
  type: 'object',
  required: ['nextSequence', 'pipelines', 'creations'],
  properties: {
    nextSequence: { type: 'integer' },
    pipelines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['account', 'region', 'sequence', 'imagePipeline'],
        properties: {
          ...owner,
          sequence: { type: 'integer' },
          imagePipeline: { type: 'object', required: ['arn'], properties: { arn: text } },
        },
      },
    },
    creations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['account', 'region', 'clientToken', 'parameters', 'imagePipelineArn'],
        properties: {
          ...owner,
          clientToken: text,
          parameters: { type: 'object' },
          imagePipelineArn: text,
        },
      },
    },
  },
});

/** A store that forgets everything when the process ends. */
export const memoryStore = (): Store => {
  let state = emptyState;
  return { read: () => state, write: (next) => void (state = next) };
};

/**
 * A store that survives in a JSON file: read once, here, and replaced in one step (written beside
 * it, then renamed) after each change. The file and its folder are made when they are missing.
 *
 * @throws Error naming the file when it cannot be read or does not hold such a state
 */
export const fileStore = (path: string): Store => {
  const file = resolve(path);
  let state = load(file);
  return {
    read: () => state,
    write(next) {
      const replacement = `${file}.${process.pid}.tmp`;
      writeFileSync(replacement, `${JSON.stringify(next, null, 2)}\n`);
      renameSync(replacement, file);
      state = next;
    },
  };
};

const load = (file: string): State => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isState(state)) return state;
    const [error] = isState.errors ?? [];
    throw new Error(`its content${error?.instancePath ?? ''} ${error?.message ?? 'is wrong'}`);
  } catch (error) {
    if (isMissingFile(error)) return emptyState;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The embedded Image Builder's state file ${file} cannot be used: ${reason}. Repair it or remove it.`,
      { cause: error },
    );
  }
};

const isMissingFile = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
