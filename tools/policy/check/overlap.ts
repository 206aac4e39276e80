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
  const strides = forms.map((_, index) =>
    forms.slice(0, index).reduce((product, { length }) => product * (length + 1), 1),
  );
  const strideOf = (index: number): number => strides[index] ?? 0;
  const seen = new Set([0]);
  const open = [0];
  const visit = (state: number): void => {
    if (seen.has(state)) return;
    seen.add(state);
    open.push(state);
  };
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const here = state;
    const places = forms.map(
      ({ length }, index) => Math.floor(here / strideOf(index)) % (length + 1),
    );
    if (places.every((place, index) => place === forms[index]?.length)) return true;
    const steps = places.flatMap((place, index) => forms[index]?.[place] ?? []);
    for (const [index, place] of places.entries()) {
      if (forms[index]?.[place]?.repeats === true) visit(here + strideOf(index));
    }
    if (steps.length === forms.length && haveCommon(steps)) {
      visit(
        steps.reduce((next, { repeats }, index) => next + (repeats ? 0 : strideOf(index)), here),
      );
    }
  }
  return false;
};

const haveCommon = (steps: readonly Step[]): boolean => {
  const literal = steps.find(({ takes }) => typeof takes === 'string')?.takes;
  return steps.every(
    ({ takes }) =>
      typeof literal !== 'string' ||
      (takes instanceof RegExp ? takes.test(literal) : takes === undefined || takes === literal),
  );
};

/** Tells whether some text matches both patterns. */
export const globsOverlap = (left: string, right: string): boolean =>
  overlap(stepsOfGlob(left), stepsOfGlob(right));
