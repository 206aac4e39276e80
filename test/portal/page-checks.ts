/** Looks at a page from inside the browser; each function is sent there whole, so it uses nothing around it. */

/** Texts whose contrast with what they stand on is below WCAG's 4.5, and controls below 3. */
export const contrastErrors = (): string[] => {
  const channels = (color: string): number[] =>
    (/rgba?\(([^)]+)\)/.exec(color)?.[1] ?? '0,0,0,0').split(/[,/ ]+/).map(Number);
  const backgroundOf = (element: Element): number[] => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const [red = 0, green = 0, blue = 0, alpha = 1] = channels(
        getComputedStyle(at).backgroundColor,
      );
      if (alpha > 0) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const luminance = (color: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = color.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: readonly number[], other: readonly number[]): number => {
    const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const errors: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    if (!(element instanceof HTMLElement) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const isControl = element.matches('input[type=text], select, textarea');
    const ownText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
    );
    const ratio = contrast(channels(style.color), backgroundOf(element));
    if ((ownText || isControl) && ratio < 4.5) {
      errors.push(
        `${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`,
      );
    }
    const edge = contrast(
      channels(style.borderTopColor),
      backgroundOf(element.parentElement ?? element),
    );
    if (isControl && edge < 3) errors.push(`border ${edge.toFixed(2)} ${element.id}`);
  }
  return [...new Set(errors)];
};

/** Controls without a name, references that lead nowhere, ids used twice, headings that skip a level. */
export const nameErrors = (): string[] => {
  const errors: string[] = [];
  const described = (element: Element): string => element.outerHTML.slice(0, 80);
  for (const control of document.querySelectorAll('input, select, textarea, button, a, summary')) {
    const labels = 'labels' in control ? (control as HTMLInputElement).labels : null;
    const label = [...(labels ?? [])].map((one) => one.textContent).join(' ');
    const isText = control.matches('button, a, summary');
    const name = control.getAttribute('aria-label') ?? (isText ? control.textContent : label);
    if (name.trim() === '') errors.push(`no name: ${described(control)}`);
  }
  for (const group of document.querySelectorAll('fieldset')) {
    if ((group.querySelector(':scope > legend')?.textContent ?? '').trim() === '') {
      errors.push(`no legend: ${described(group)}`);
    }
  }
  for (const element of document.querySelectorAll(
    '[aria-describedby], [aria-labelledby], [list]',
  )) {
    for (const attribute of ['aria-describedby', 'aria-labelledby', 'list']) {
      for (const id of (element.getAttribute(attribute) ?? '').split(' ').filter(Boolean)) {
        if (document.getElementById(id) === null)
          errors.push(`${attribute} ${id}: ${described(element)}`);
      }
    }
  }
  for (const invalid of document.querySelectorAll('[aria-invalid=true]')) {
    const ids = (invalid.getAttribute('aria-describedby') ?? '').split(' ');
    const says = ids.some((id) => document.getElementById(id)?.matches('.error:not([hidden])'));
    if (!says) errors.push(`invalid without a word: ${described(invalid)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) errors.push(`id twice: ${id}`);
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const next = Number(heading.tagName.slice(1));
    if (next > level + 1) errors.push(`heading skips a level: ${described(heading)}`);
    level = next;
  }
  if (document.documentElement.lang === '') errors.push('the page has no language');
  return [...new Set(errors)];
};

/** How far the page reaches beyond the width of the window, in pixels. */
export const excessWidth = (): number =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth;
