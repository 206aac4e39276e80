import fc from 'fast-check';

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** One field of a cron expression: a value, a name, `*`, ranges, steps and lists of them. */
const cronField = (
  min: number,
  max: number,
  names: readonly string[] = [],
): fc.Arbitrary<string> => {
  const named = (value: number): string[] => {
    const name = names[value - min];
    return name === undefined ? [] : [name, name.toLowerCase()];
  };
  const value = fc
    .integer({ min, max })
    .chain((index) => fc.constantFrom(String(index), ...named(index)));
  const range = fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }), fc.boolean())
    .map(([one, other, byName]) => {
      const ends = [Math.min(one, other), Math.max(one, other)];
      return ends.map((end) => (byName ? names[end - min] : undefined) ?? String(end)).join('-');
    });
  const step = fc
    .tuple(fc.oneof(fc.constant('*'), value, range), fc.integer({ min: 1, max: max - min }))
    .map(([from, every]) => `${from}/${every}`);
  const item = fc.oneof(value, range, step);
  return fc.oneof(
    fc.constant('*'),
    item,
    fc.array(item, { minLength: 2, maxLength: 4 }).map((items) => items.join(',')),
  );
};

const dayOfMonth = fc.oneof(
  cronField(1, 31),
  fc.constantFrom('L', '1W', '15W', '31W'),
  fc.integer({ min: 1, max: 28 }).map((day) => `${day},L`),
);
const dayOfWeek = fc.oneof(
  cronField(1, 7, days),
  fc.constantFrom('L', '1L', '6L', '7L', 'FRIL', '1#1', '3#2', '7#5', 'TUE#1'),
);
const unsaid = fc.constant('?');

/** A cron expression of every form that Image Builder's user guide describes. */
const cronExpression = fc
  .tuple(
    cronField(0, 59),
    cronField(0, 23),
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(unsaid, dayOfWeek) },
      { weight: 4, arbitrary: fc.tuple(dayOfMonth, unsaid) },
      // The guide advises against it, and does it.
      { weight: 1, arbitrary: fc.tuple(dayOfMonth, dayOfWeek) },
    ),
    cronField(1, 12, months),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, cronField(1970, 2199)),
  )
  .map(
    ([minute, hour, [monthDay, weekDay], month, year]) =>
      `cron(${minute} ${hour} ${monthDay} ${month} ${weekDay} ${year})`,
  );

const rateExpression = fc
  .tuple(
    fc.oneof(fc.constantFrom(1, 7), fc.integer({ min: 1, max: 999_999 })),
    fc.constantFrom('minute', 'hour', 'day'),
  )
  .map(([value, unit]) => `rate(${value} ${unit}${value === 1 ? '' : 's'})`);

/** Any schedule expression that Image Builder's user guide allows. */
export const arbitraryScheduleExpression = (): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: cronExpression }, { weight: 1, arbitrary: rateExpression });
