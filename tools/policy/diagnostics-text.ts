import type { PlacedDiagnostic } from './check/check-text.ts';
import { checkCodes, type Diagnostic } from './check/diagnostic.ts';
import { coloured, plain } from './terminal.ts';

/** Diagnostics of a file as lines for a person, and the counts behind them. */
export const diagnosticLines = (
  file: string,
  diagnostics: readonly PlacedDiagnostic[],
): string[] => {
  const { errors, warnings } = countsOf(diagnostics);
  return [
    ...diagnostics.map(({ line, column, severity, code, pointer, detail }) => {
      const place = plain(`${file}:${line}:${column}`);
      const word = coloured(severity === 'error' ? 'red' : 'yellow', severity);
      return `${place}  ${word}  ${code}  ${plain(pointer === '' ? '(document)' : pointer)}  ${plain(detail)}`;
    }),
    `errors: ${errors}, warnings: ${warnings}`,
  ];
};

/** Diagnostics of a file as a document for programs, each with the place in the documentation that says more. */
export const diagnosticsDocument = (
  file: string,
  diagnostics: readonly PlacedDiagnostic[],
): object => ({
  file,
  ...countsOf(diagnostics),
  diagnostics: diagnostics.map((one) => ({ ...one, documentation: documentationOf(one) })),
});

const documentationOf = ({ code, severity }: Diagnostic): string => {
  if (checkCodes.some((known) => known === code)) return `docs/policy.md#check-${code}`;
  return severity === 'warning' ? 'docs/validation.md#warnings' : 'docs/policy.md#loading';
};

const countsOf = (
  diagnostics: readonly PlacedDiagnostic[],
): { errors: number; warnings: number } => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
};
