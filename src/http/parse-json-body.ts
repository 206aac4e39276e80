import type { MiddlewareObj } from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { MalformedRequest, ValidationFailed } from '../errors.ts';
import { quote } from '../json/issue.ts';
import { scanJson, type JsonScan } from '../json/scan.ts';
import { sizeIssues } from '../json/size-limits.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** The deepest value of CreateImagePipeline stands six levels down. */
const deepest = 32;

/**
 * Parses the body with Middy's parser, and refuses what that would take: base64 and UTF-8 with
 * mistakes, nesting without end, more values than are read, and a member that stands twice in one
 * object, of which JSON's readers keep the last and say nothing.
 */
export const parseJsonBody = (): MiddlewareObj<ProxyRequest, Answer> => {
  // Middy types its parser for the events of AWS; what it reads of one every ProxyRequest has.
  const parser = httpJsonBodyParser() as unknown as MiddlewareObj<ProxyRequest, Answer>;
  return {
    before: async (request) => {
      // Of a body that does not even say that it is JSON the parser has more to say.
      const text = isDeclaredAsJson(request.event) ? bodyText(request.event) : undefined;
      const { depth, duplicates } = scanJson(text ?? '', deepest);
      if (depth > deepest) {
        throw new MalformedRequest(
          `The body is nested more than ${deepest} levels deep; CreateImagePipeline needs no more than 6.`,
        );
      }
      // Middy's parser looks at every value in turn, and so does whatever comes after it.
      refuseTooLarge(parsed(text));
      await parser.before?.(request);
      refuseDuplicates(duplicates);
    },
  };
};

/** `undefined` for what is not JSON, of which Middy's parser says that. */
const parsed = (text = ''): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const refuseTooLarge = (body: unknown): void => {
  const issues = sizeIssues(body);
  if (issues.length > 0) throw new ValidationFailed('The body has too much in it', issues);
};

const isDeclaredAsJson = ({ headers }: ProxyRequest): boolean =>
  Object.hasOwn(headers, 'content-type') && /json/i.test(headers['content-type'] ?? '');

const refuseDuplicates = (duplicates: JsonScan['duplicates']): void => {
  if (duplicates.length === 0) return;
  const issues = duplicates.map(({ pointer, name }) => ({
    pointer,
    code: 'duplicate-member',
    detail: `${quote(name)} stands twice in one object: send it once.`,
  }));
  throw new MalformedRequest('A member stands twice', issues);
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a body that has not been parsed yet: what was sent, or what its base64 stands for.
 *
 * @returns `undefined` where there is no body.
 * @throws {@link MalformedRequest} where it is not valid base64 or its bytes are not UTF-8. Passing over
 * it would put another character in the place of one that the caller sent.
 */
const bodyText = ({ body, isBase64Encoded }: ProxyRequest): string | undefined => {
  if (typeof body !== 'string') return undefined;
  if (!isBase64Encoded) return body;
  // Node's own decoder passes over whatever it does not know.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body) || body.length % 4 === 1) {
    throw new MalformedRequest('The body is declared as base64 and is not valid base64.');
  }
  try {
    return utf8.decode(Buffer.from(body, 'base64'));
  } catch {
    throw new MalformedRequest('The body is not UTF-8 text, as JSON has to be.');
  }
};
