import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../../tools/openapi/document.ts';
import { problemTable } from '../../../../src/http/problem-table.ts';
import { routeTo } from '../../../../src/adapters/http-request.ts';
import {
  createImagePipelineRoute,
  getOpenApiRoute,
  getPolicyRoute,
} from '../../../../src/proxy-request.ts';
import { requestMemberNames } from '../../../../src/core/create-image-pipeline-request.ts';
import { memberAt, openApiText } from '../../../contract/openapi-gate.ts';

const document = openApiDocument();
const post = memberAt(document, 'paths', '/image-pipelines', 'post');

describe('docs/openapi.json', () => {
  it('is what its sources make', () => {
    expect(JSON.parse(openApiText())).toEqual(document);
  });

  it('has every route that the function serves, and no other', () => {
    const paths = Object.entries(memberAt(document, 'paths')).flatMap(([path, methods]) =>
      Object.keys(memberAt(methods)).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(paths).toEqual([createImagePipelineRoute, getPolicyRoute, getOpenApiRoute]);
  });

  it.each([
    ['POST /portal/image-pipelines', createImagePipelineRoute],
    ['GET /portal/policy', getPolicyRoute],
    [getPolicyRoute, getPolicyRoute],
    ['GET /portal', 'GET /portal'],
    ['GET /portals/policy', 'GET /portals/policy'],
    ['GET /portal/portal/policy', 'GET /portal/policy'],
  ])('%s is the route %s', (asked, served) => {
    const [method = '', path = ''] = asked.split(' ');
    expect(routeTo(method, path).route).toBe(served);
  });

  it('names its operations', () => {
    const operations = Object.values(memberAt(document, 'paths')).flatMap((methods) =>
      Object.values(memberAt(methods)).map((operation) => memberAt(operation)['operationId']),
    );
    expect(operations).toEqual(['createImagePipeline', 'getPolicy', 'getOpenApi']);
  });

  it('asks a caller for a name alone, of all members', () => {
    const body = memberAt(document, 'components', 'schemas', 'CreateImagePipelineRequest');
    expect(body['required']).toEqual(['name']);
    expect(Object.keys(memberAt(body, 'properties'))).toEqual(requestMemberNames);
  });

  it('has each problem under its status with an example, and none elsewhere', () => {
    const found = Object.entries(memberAt(post, 'responses')).flatMap(([status, response]) => {
      const { 'application/problem+json': problem } = memberAt(response)['content'] as Record<
        string,
        unknown
      >;
      return problem === undefined
        ? []
        : Object.keys(memberAt(problem, 'examples')).map((code) => `${code} ${status}`);
    });
    expect(found.sort()).toEqual(
      problemTable.map(({ code, status }) => `${code} ${status}`).sort(),
    );
  });

  it('has no reference that leads nowhere', () => {
    const references = [...openApiText().matchAll(/"\$ref": "#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, path = ''] of references) {
      expect(() => memberAt(document, ...path.split('/'))).not.toThrow();
    }
  });
});
