import { valueAt } from '../../../src/json/pointer.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { evaluate, sourceOf } from './evaluate.ts';
import type { Reachability } from './reachability.ts';

const expression = 'schedule.scheduleExpression';

/**
 * Time zones that requests without a schedule get by themselves. Image Builder's model lets a schedule have a
 * time zone and no expression, and there is no record of the service taking one, or of what it makes of it.
 */
export const timeZonesAlone = ({ policy, reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap((one) => {
    const supplies = [one.layer.defaults, one.layer.enforced].some(
      (members) => valueAt(members, '/schedule/timezone') !== undefined,
    );
    const isAsked = one.always.some(
      ({ layer, isError }) => isError && layer.required?.[expression] !== undefined,
    );
    if (!supplies || isAsked) return [];
    const evaluation = evaluate(policy, one.always);
    if (valueAt(evaluation.request, '/schedule/scheduleExpression') !== undefined) return [];
    const source = sourceOf(one.always, evaluation, '/schedule/timezone');
    if (source?.placed.index !== one.index) return [];
    return [
      diagnostic(
        'warning',
        'schedule-time-zone-alone',
        source.pointer,
        'A request without a schedule gets this time zone and no "scheduleExpression", and nobody has a record of Image Builder taking that. Supply an expression beside it, require one, leave the time zone out (it is UTC then), or supply it in a layer that applies to requests with an expression: {"request": {"schedule.scheduleExpression": ["*"]}}.',
      ),
    ];
  });
