/**
 * Tells whether a text matches a pattern in which each `*` stands for any characters, none included.
 *
 * Greedy with one step back, so a pattern with many stars costs at most its length times the text's;
 * a regular expression made of it could backtrack without end.
 */
export const matchesGlob = (pattern: string, text: string): boolean => {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      resume = t;
      p += 1;
    } else if (pattern[p] === text[t]) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
};
