import { quote, type Issue } from '../json/issue.ts';
import { isJsonObject } from '../json/json-value.ts';
import { fromPointer, toPointer } from '../json/pointer.ts';
import { listAllowed } from '../policy/allowed.ts';
import type { CompiledLayers } from '../policy/compile.ts';
import type { Members } from '../policy/document.ts';
import { ofLayer, suppliedBy, type SupplierOf } from '../policy/issue-source.ts';
import { leafAt, type Merged } from '../policy/merge.ts';
import type { CompleteIssue } from './cross-field-rules.ts';

/** A resolved request, and what is known of its values. */
export interface SourcedRequest extends Merged, Pick<CompiledLayers, 'layers'> {
  readonly supplierOf: SupplierOf;
  /** The Regions in which pipelines of this caller may be; none where they are not known. */
  readonly servedRegions: () => readonly string[];
}

const target = '/infrastructureConfigurationArn';

/**
 * Says of an issue which layers supplied the values that it is about, and in which Regions another target
 * may be where that is one of them. It is then an issue of the layer that supplied the value at its pointer,
 * or else the other half of a contradiction: that half is not in what the caller sent, and the layer's contact
 * is who can tell about it.
 */
export const nameSuppliers = (request: SourcedRequest): CompleteIssue => {
  // A hundred workflows may each be in another Region.
  let regions: string | undefined;
  return (issue, beside) => {
    if (issue.code === 'too-many-members') return nameTagSuppliers(request, request.members)(issue);
    const { provenance, supplierOf, servedRegions } = request;
    const supplied = new Map<string, Set<string>>();
    for (const pointer of [issue.pointer, ...beside]) {
      const supplier = supplierOf(pointer);
      if (supplier === undefined) continue;
      const path = fromPointer(leafAt(provenance, pointer) ?? '').join('.');
      supplied.set(supplier, (supplied.get(supplier) ?? new Set()).add(quote(path)));
    }
    const sentences = [...supplied].map(([layer, paths]) =>
      suppliedBy(layer, [...paths].join(' and ')),
    );
    const isAboutTarget = beside.includes(target) && supplierOf(target) !== undefined;
    if (isAboutTarget) regions ??= servedRegions().join(', ');
    if (isAboutTarget && regions !== '') sentences.push(` This proxy serves you in ${regions}.`);
    return ofSupplier(request, [...supplied.keys()][0], sentences.join(''), issue);
  };
};

/**
 * Says of a map with too many tags whose they are.
 *
 * @param members - What the map is in: the resolved request, or what was sent.
 */
export const nameTagSuppliers =
  (request: SourcedRequest, members: Members): ((issue: Issue) => Issue) =>
  (issue) => {
    const { provenance, supplierOf } = request;
    const [member = ''] = fromPointer(issue.pointer);
    const keysByLayer = new Map<string, string[]>();
    for (const leaf of Object.keys(provenance)) {
      const [map, key = ''] = fromPointer(leaf);
      const supplier = map === member ? supplierOf(leaf) : undefined;
      if (supplier === undefined) continue;
      const keys = keysByLayer.get(supplier);
      if (keys === undefined) keysByLayer.set(supplier, [key]);
      else keys.push(key);
    }
    if (keysByLayer.size === 0) return issue;
    const tags = members[member];
    const own = Object.keys(isJsonObject(tags) ? tags : {}).filter(
      (key) => supplierOf(toPointer([member, key])) === undefined,
    ).length;
    const total = [...keysByLayer.values()].reduce((sum, { length }) => sum + length, own);
    const shares = [
      ...(own === 0 ? [] : [`${own} of yours`]),
      ...[...keysByLayer].map(
        ([layer, keys]) => `${listAllowed(keys)} of the policy layer "${layer}"`,
      ),
    ];
    const last = shares.pop() ?? '';
    const sum = shares.length === 0 ? last : `${shares.join(', ')} and ${last}`;
    const only = keysByLayer.size === 1 ? [...keysByLayer.keys()][0] : undefined;
    return ofSupplier(request, only, ` ${sum} make ${total}.`, issue);
  };

const ofSupplier = (
  { layers }: SourcedRequest,
  supplier: string | undefined,
  sentences: string,
  issue: Issue,
): Issue => {
  const active = layers.find(({ layer }) => layer.name === supplier);
  const said = { ...issue, detail: `${issue.detail}${sentences}` };
  return active === undefined ? said : ofLayer(active, said);
};
