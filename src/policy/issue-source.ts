import type { Issue } from '../json/issue.ts';
import type { Layer } from './document.ts';

/** What breaches the policy, and what it only warns about. */
export interface Breaches {
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** A layer, and whether a breach of what it demands is an error on the day of the request. */
export interface ActiveLayer {
  readonly layer: Layer;
  readonly isError: boolean;
}

/** Whether a breach of what a layer demands is an error on a day. */
export const isErrorOn = ({ compliance, errorFrom }: Layer, day: string): boolean =>
  compliance !== 'warning' || (errorFrom !== undefined && errorFrom <= day);

/** The layer that supplied the value at a pointer; undefined for the caller's own, and where nothing is. */
export type SupplierOf = (pointer: string) => string | undefined;

/** Where no layer supplies anything. */
export const noSupplier: SupplierOf = () => undefined;

/** A sentence, to follow others, on the layer that supplied something; `''` where none did. */
export const suppliedBy = (supplier: string | undefined, what = 'it'): string =>
  supplier === undefined ? '' : ` The policy layer "${supplier}" supplies ${what}.`;

/** An issue with the layer or the grant that it comes from, and whom to ask at its end. */
export const withSource = (
  issue: Issue,
  source: { readonly layer: string } | { readonly grant: string },
  contact: string | undefined,
): Issue =>
  contact === undefined
    ? { ...issue, ...source }
    : { ...issue, detail: `${issue.detail} Ask ${contact}`, ...source, contact };

/** An issue of a layer. */
export const ofLayer = ({ layer }: ActiveLayer, issue: Issue): Issue =>
  withSource(issue, { layer: layer.name }, layer.contact);
