import { childPointer, fromPointer } from '../../../src/json/pointer.ts';
import type { Grant, Layer, OrganizationPolicy } from '../../../src/policy/document.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';

/**
 * The diagnostics less those that the layer or grant they stand in acknowledges with `accepted`, which
 * takes a `description`: the reason. What acknowledges nothing, or gives no reason, is a diagnostic itself.
 */
export const withoutAccepted = (
  { layers, grants = [] }: OrganizationPolicy,
  diagnostics: readonly Diagnostic[],
): Diagnostic[] => {
  const parts: Readonly<Record<string, readonly (Layer | Grant)[]>> = { layers, grants };
  const partOf = ({ pointer }: Diagnostic): Layer | Grant | undefined => {
    const [list = '', index = ''] = fromPointer(pointer);
    return parts[list]?.[Number(index)];
  };
  const isAccepted = (one: Diagnostic): boolean => {
    const { accepted, description } = partOf(one) ?? {};
    return description !== undefined && accepted?.includes(one.code) === true;
  };
  return [
    ...diagnostics.filter((one) => !isAccepted(one)),
    ...Object.entries(parts).flatMap(([list, members]) =>
      members.flatMap((part, index) => {
        const codes = diagnostics.filter((one) => partOf(one) === part).map(({ code }) => code);
        return inPart(part, childPointer(childPointer('', list), index), new Set(codes));
      }),
    ),
  ];
};

const inPart = (
  { name, description, accepted = [] }: Layer | Grant,
  pointer: string,
  codes: ReadonlySet<string>,
): Diagnostic[] => {
  const at = `${pointer}/accepted`;
  if (accepted.length > 0 && description === undefined) {
    const detail = `${JSON.stringify(name)} accepts what is said of it and does not say why, so nothing is accepted: give the reason in "description".`;
    return [diagnostic('warning', 'accepted-without-reason', at, detail)];
  }
  return accepted.flatMap((code, index) =>
    codes.has(code)
      ? []
      : [
          diagnostic(
            'warning',
            'accepted-without-effect',
            childPointer(at, index),
            `Nothing under the code ${JSON.stringify(code)} is said of ${JSON.stringify(name)}: leave it out of "accepted".`,
          ),
        ],
  );
};
