import { quote } from '../json/issue.ts';
import { suggest } from '../json/suggest.ts';
import { lowerCase, right, type Part } from './arn-parts.ts';

/** What the ARN of a member names. */
export interface ArnForm {
  readonly service: 'imagebuilder' | 'iam';
  readonly kind: string;
  /** Whether a version stands behind the name, and whether a build number may stand behind that. */
  readonly version?: 'without-build' | 'with-build';
  /** What stands between the kind and the name. */
  readonly types?: readonly string[];
}

/** All that stands behind the account. */
export const resourceOf = (
  form: ArnForm,
  isManaged: boolean,
  kind: string,
  segments: readonly string[],
): Part => {
  const meantKind = suggest(kind, [form.kind], 2);
  const parts: Part[] = [
    meantKind === undefined
      ? { wrong: `the kind of resource is ${quote(kind)} in place of "${form.kind}"` }
      : {
          meant: meantKind,
          ...(meantKind !== kind && { wrong: `the kind of resource is written "${form.kind}"` }),
        },
  ];
  const rest = [...segments];
  if (form.types !== undefined) parts.push(typeOf(form.types, rest));
  parts.push(nameOf(rest.shift() ?? ''));
  if (form.version === undefined) parts.push(...withoutVersion(rest));
  else parts.push(...(isManaged ? managedVersion(rest) : versionOf(form, rest)));
  const wrong = parts.flatMap((part) => part.wrong ?? []).join('; ');
  const isCertain = parts.every(({ meant }) => meant !== undefined);
  return {
    ...(isCertain && {
      meant: parts.flatMap(({ meant = '' }) => (meant === '' ? [] : [meant])).join('/'),
    }),
    ...(wrong !== '' && { wrong }),
  };
};

/** Takes the type of a workflow off what is left. */
const typeOf = (types: readonly string[], rest: string[]): Part => {
  const meant = types.find((type) => type === rest[0]?.toLowerCase());
  if (meant === undefined) {
    // With two behind it, it is a wrong type, and with one it is the name.
    if (rest.length > 2) rest.shift();
    return { wrong: `the type of the workflow must be one of ${types.join(', ')}` };
  }
  return lowerCase(rest.shift() ?? '', 'the type of the workflow');
};

const nameOf = (name: string): Part => {
  if (name === '') return { wrong: 'the name is missing' };
  if (/^[a-z0-9_-]+$/.test(name)) return right(name);
  const meant = name.trim().toLowerCase().replace(/[ _]/g, '-');
  return /^[a-z0-9-]+$/.test(meant)
    ? {
        meant,
        wrong:
          'names stand in ARNs in lower case, with hyphens in the place of spaces and underscores',
      }
    : { wrong: `the name ${quote(name)} has other characters than a-z, 0-9, "-" and "_"` };
};

const version = /^(?:\d+|x)\.(?:\d+|x)\.(?:\d+|x)$/;

/** The guide takes no number to the right of an "x", nor one above 2^30-1. */
const safeVersion = /^(?:\d{1,9}\.\d{1,9}\.(?:\d{1,9}|x)|\d{1,9}\.x\.x|x\.x\.x)$/;

const withoutVersion = (rest: readonly string[]): Part[] => {
  if (rest.length === 0) return [];
  return rest.every((segment, index) => (index === 0 ? version : /^\d+$/).test(segment))
    ? [{ meant: '', wrong: 'it has no version' }]
    : [{ wrong: 'something stands behind the name' }];
};

const managedVersion = (rest: readonly string[]): Part[] =>
  rest.join('/') === 'x.x.x'
    ? [right('x.x.x')]
    : [{ meant: 'x.x.x', wrong: 'a workflow that AWS manages has the version "x.x.x"' }];

const versionOf = (form: ArnForm, [given = '', build, ...more]: readonly string[]): Part[] => {
  if (given === '') {
    return [{ wrong: 'the version is missing, such as "/1.0.0", or "/x.x.x" for the newest' }];
  }
  const spelled = given
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
    .replaceAll('*', 'x');
  const meant = spelled === 'latest' ? 'x.x.x' : spelled;
  if (!safeVersion.test(meant)) {
    return [
      {
        wrong: `a version is three numbers such as "1.0.0", or "1.x.x" with "x" to the right, and not ${quote(given)}`,
      },
    ];
  }
  const parts: Part[] = [
    meant === given ? right(meant) : { meant, wrong: `${quote(given)} is written ${quote(meant)}` },
  ];
  if (build === undefined) return parts;
  const takesBuild = form.version === 'with-build' && !meant.includes('x');
  if (more.length > 0 || !/^\d+$/.test(build)) {
    parts.push({ wrong: 'something stands behind the version' });
  } else if (takesBuild) {
    parts.push(right(build));
  } else {
    const reason = form.version === 'with-build' ? 'behind an "x" stands' : 'a recipe has';
    parts.push({ meant: '', wrong: `${reason} no build number` });
  }
  return parts;
};
