import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import type { CreateImagePipelineCommandInput } from '@aws-sdk/client-imagebuilder';
import { onTestFinished } from 'vitest';
import {
  type ImageBuilder,
  type ImageBuilderOptions,
  startImageBuilder,
} from '../../local/image-builder/server.ts';

/** An embedded Image Builder on a free port, closed when the running test ends. */
export const startedImageBuilder = async (options?: ImageBuilderOptions): Promise<ImageBuilder> => {
  const imageBuilder = await startImageBuilder(options);
  onTestFinished(() => imageBuilder.close());
  return imageBuilder;
};

/** The real SDK's client for it, destroyed when the running test ends; one attempt unless told. */
export const sdkClient = (
  { url }: Pick<ImageBuilder, 'url'>,
  { region = 'eu-west-1', accessKeyId = 'EXAMPLE', maxAttempts = 1 } = {},
): ImagebuilderClient => {
  const credentials = { accessKeyId, secretAccessKey: 'example' };
  const client = new ImagebuilderClient({ endpoint: url, region, credentials, maxAttempts });
  onTestFinished(() => {
    client.destroy();
  });
  return client;
};

const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012';

/** The input of a CreateImagePipeline that is accepted, with other members on top. */
export const pipelineInput = (
  members: Partial<CreateImagePipelineCommandInput> = {},
): CreateImagePipelineCommandInput => ({
  name: 'web-server',
  imageRecipeArn: `${arn}:image-recipe/web-server/1.0.0`,
  infrastructureConfigurationArn: `${arn}:infrastructure-configuration/standard`,
  ...members,
});

/** An `Authorization` header in the right form; its signature matches no key. */
export const authorization = ({ region = 'eu-west-1', service = 'imagebuilder' } = {}): string =>
  `AWS4-HMAC-SHA256 Credential=EXAMPLE/20260801/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

/** What `sendRaw` got back. */
export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly chunks: readonly string[];
  readonly body: string;
}

/** Sends one HTTP request as it stands, where the SDK would not send such a thing. */
export const sendRaw = (
  { port }: Pick<ImageBuilder, 'port'>,
  method: string,
  path: string,
  {
    headers = {},
    body = '',
  }: { readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    // A length of its own: without one, Node would send the body of a GET or DELETE unannounced.
    const sized = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const sent = request({ host: '127.0.0.1', port, method, path, headers: sized, agent: false });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: string[] = [];
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status, headers: received } = response;
        resolve({ status, headers: received, chunks, body: chunks.join('') });
      });
    });
    sent.end(body);
  });
