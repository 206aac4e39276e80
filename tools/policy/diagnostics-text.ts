import type { PlacedDiagnostic } from './check/check-text.ts';
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

/** Diagnostics of a file as a document for programs. */
export const diagnosticsDocument = (
  file: string,
  diagnostics: readonly PlacedDiagnostic[],
): object => ({ file, ...countsOf(diagnostics), diagnostics });

const countsOf = (
  diagnostics: readonly PlacedDiagnostic[],
): { errors: number; warnings: number } => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
};
