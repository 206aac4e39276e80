import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

/**
 * Signs a POST of JSON with Signature Version 4 for API Gateway, whose name as a service is `execute-api`.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 *
 * @param headers - More headers to send and to sign.
 * @param env - Holds the credentials and the Region in the variables that the AWS tools read.
 * @returns All headers to send but the host, which an HTTP client writes by itself.
 */
export const signRequest = async (
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Promise<Record<string, string>> => {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = env;
  const { AWS_SESSION_TOKEN: sessionToken = '', AWS_REGION: region = '' } = env;
  if (accessKeyId === '' || secretAccessKey === '' || region === '') {
    throw new Error('AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION must be set.');
  }
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) },
    region,
    service: 'execute-api',
    sha256: Sha256,
  });
  const signed = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...headers, host: url.host, 'content-type': 'application/json' },
    body,
  });
  const { host, ...others } = signed.headers;
  return others;
};
