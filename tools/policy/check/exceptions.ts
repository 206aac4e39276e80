import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { Condition } from './conditions.ts';
import type { PlacedLayer, Reachability } from './reachability.ts';

/** Layers that a caller escapes by its request alone, since their `unless` names a layer that applies to whoever asks for it. */
export const exceptionsByRequest = ({ layers, reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap(({ layer, pointer, conditions }) => {
    const named = conditions.flatMap(({ exceptions }) => exceptions);
    const other = named
      .map((index) => layers[index])
      .find((exception) => exception?.conditions.some(isByRequest) === true);
    return other === undefined ? [] : [exceptionByRequest(layer.name, pointer, other)];
  });

const isByRequest = ({ request, ...matchers }: Condition): boolean =>
  request !== undefined &&
  (['callers', 'accounts', 'groups'] as const).every(
    (matcher) => matchers[matcher]?.includes('*') !== false,
  );

const exceptionByRequest = (name: string, pointer: string, { layer }: PlacedLayer): Diagnostic =>
  diagnostic(
    'error',
    'exception-by-request',
    pointer,
    `Whoever sends what the "request" of the layer ${JSON.stringify(layer.name)} looks for escapes the layer ${JSON.stringify(name)}, whose "unless" names it. Say in ${JSON.stringify(layer.name)} for whom the exception is: "callers", "accounts" or "groups" other than "*".`,
  );
