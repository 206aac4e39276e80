import { parsePolicy } from '../../src/policy-source/parse-policy.ts';
import { compilePolicy, type CompiledPolicy } from '../../src/policy/compile.ts';
import { revisionOf } from '../../src/policy-source/checked-at-build.ts';
import { checkPolicyText, type PlacedDiagnostic } from './check/check-text.ts';
import { diagnosticLines, diagnosticsDocument } from './diagnostics-text.ts';
import { readPolicy } from './input.ts';
import { print } from './terminal.ts';

/** A file, and what is wrong with it. */
export interface CheckedFile {
  readonly file: string;
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/** A policy that was read; undefined where it does not load, and then the errors say why. */
export interface LoadedPolicy extends CheckedFile {
  readonly policy: CompiledPolicy | undefined;
}

/** Reads a policy as the function does. */
export const loadPolicy = async (file: string): Promise<LoadedPolicy> => {
  const text = await readPolicy(file);
  const { policy } = parsePolicy(text);
  if (policy !== undefined)
    return { file, policy: compilePolicy(policy, revisionOf(text)), diagnostics: [] };
  const errors = checkPolicyText(text).filter(({ severity }) => severity === 'error');
  return { file, policy: undefined, diagnostics: errors };
};

/** Prints what is wrong with the files that a command was given, all of it at once, where anything is; exit code 1. */
export const refuseInput = (files: readonly CheckedFile[], json: true | undefined): boolean => {
  const wrong = files.filter(({ diagnostics }) => diagnostics.length > 0);
  if (wrong.length === 0) return false;
  print(
    json === true
      ? { invalid: wrong.map(({ file, diagnostics }) => diagnosticsDocument(file, diagnostics)) }
      : wrong.flatMap(({ file, diagnostics }) => diagnosticLines(file, diagnostics)),
  );
  process.exitCode = 1;
  return true;
};
