import type { MiddlewareObj } from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { duplicateMembers } from '../json/scan.ts';
import { isNestedDeeper } from '../json/json-text.ts';
import { quote } from '../json/issue.ts';
import { bodyText } from './body-text.ts';
import { MalformedRequest } from '../errors.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';

/** The deepest value of CreateImagePipeline stands six levels down. */
const deepest = 32;

/**
 * Parses the body with Middy's parser, and refuses what that would take: base64 and UTF-8 with
 * mistakes, nesting without end, and a member that stands twice in one object, of which JSON's
 * readers keep the last and say nothing.
 */
export const parseJsonBody = (): MiddlewareObj<ProxyRequest, Answer> => {
  // Middy types its parser for the events of AWS; what it reads of one every ProxyRequest has.
  const parser = httpJsonBodyParser() as unknown as MiddlewareObj<ProxyRequest, Answer>;
  return {
    before: async (request) => {
      const { event } = request;
      // Of a body that does not even say that it is JSON the parser has more to say.
      const text = saysJson(event) ? bodyText(event) : undefined;
      if (text !== undefined && isNestedDeeper(text, deepest)) {
        throw new MalformedRequest(
          `The body is nested more than ${deepest} levels deep; CreateImagePipeline needs no more than 6.`,
        );
      }
      await parser.before?.(request);
      refuseDuplicates(text ?? '');
    },
  };
};

const saysJson = ({ headers }: ProxyRequest): boolean =>
  Object.hasOwn(headers, 'content-type') && /json/i.test(headers['content-type'] ?? '');

const refuseDuplicates = (text: string): void => {
  const issues = duplicateMembers(text).map(({ pointer, name }) => ({
    pointer,
    code: 'duplicate-member',
    detail: `${quote(name)} stands twice in one object: send it once.`,
  }));
  if (issues.length > 0) throw new MalformedRequest('A member stands twice', issues);
};
