/** One step of a form of texts. */
export interface Step {
  /** The character it takes, the class it takes one of, or `undefined`: any. */
  readonly takes: string | RegExp | undefined;
  /** Whether it takes any number of them, none included. */
  readonly repeats: boolean;
}

/** The steps of a text that stands for itself. */
export const literally = (text: string): Step[] =>
  Array.from(text, (takes) => ({ takes, repeats: false }));

/**
 * The steps of a pattern in which each `*` stands for any characters, none included.
 *
 * @param starTakes - The class of the characters that a `*` stands for; any when left out.
 */
export const stepsOfGlob = (pattern: string, starTakes?: RegExp): Step[] =>
  Array.from(pattern, (character) =>
    character === '*' ? { takes: starTakes, repeats: true } : { takes: character, repeats: false },
  );

/**
 * Tells whether some text has all of some forms. Two classes of characters are taken to have one in
 * common, so for forms with classes `true` may be too much; `false` is certain.
 *
 * Every combination of steps is looked at once at most, so the time is bounded by the product of the
 * lengths; forms that soon part take a fraction of it.
 */
export const overlap = (...forms: readonly (readonly Step[])[]): boolean => {
  // A state is the place in every form, as one number.
  const seen = new Set([0]);
  const open = [0];
  const visit = (state: number): void => {
    if (seen.has(state)) return;
    seen.add(state);
    open.push(state);
  };
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const steps: Step[] = [];
    let stride = 1;
    let next = state;
    let isEnd = true;
    for (const form of forms) {
      const step = form[Math.floor(state / stride) % (form.length + 1)];
      if (step !== undefined) {
        isEnd = false;
        steps.push(step);
        if (step.repeats) visit(state + stride);
        else next += stride;
      }
      stride *= form.length + 1;
    }
    if (isEnd) return true;
    if (steps.length === forms.length && haveCommon(steps)) visit(next);
  }
  return false;
};

const haveCommon = (steps: readonly Step[]): boolean => {
  const literal = steps.find(({ takes }) => typeof takes === 'string')?.takes;
  return (
    typeof literal !== 'string' ||
    steps.every(({ takes }) =>
      takes instanceof RegExp ? takes.test(literal) : takes === undefined || takes === literal,
    )
  );
};

/** Tells whether some text matches both patterns. */
export const globsOverlap = (left: string, right: string): boolean =>
  overlap(stepsOfGlob(left), stepsOfGlob(right));
