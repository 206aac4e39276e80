import type { Caller, Layer } from '../../src/policy/document.ts';
import type { ActiveLayer } from '../../src/policy/issue-source.ts';
import type { RequestFacts } from '../../src/policy/variables.ts';

/** Layers of which every breach is an error. */
export const active = (layers: readonly Layer[]): readonly ActiveLayer[] =>
  layers.map((layer) => ({ layer, isError: true }));

/** A request of a caller on one summer's day. */
export const factsOf = (caller: Caller): RequestFacts => ({
  caller,
  requestTime: '2026-08-01T12:00:00.000Z',
});
