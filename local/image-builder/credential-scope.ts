import { ImageBuilderException } from './exceptions.ts';

/** On whose behalf and where a request is made, as its signature says. */
export interface Caller {
  readonly account: string;
  readonly region: string;
}

const authorizationHeader =
  /^AWS4-HMAC-SHA256 +Credential=(?<scope>[^,\s]+) *, *SignedHeaders=[^,\s]+ *, *Signature=[0-9a-f]{64}$/;
const regionName = /^[a-z]{2,}(?:-[a-z]+)+-[0-9]+$/;

/**
 * Reads the caller from a Signature Version 4 `Authorization` header. The signature itself is not
 * verified: whoever reaches the loopback interface may create pipelines in a stand-in's memory.
 *
 * An access key id of twelve digits is taken for the account's id, as in other AWS stand-ins, so
 * that several accounts can be told apart without any registration.
 *
 * @param defaultAccount the account of every other access key id
 * @throws ImageBuilderException MissingAuthenticationTokenException, IncompleteSignatureException
 *   or InvalidSignatureException
 */
export const readCaller = (authorization: string | undefined, defaultAccount: string): Caller => {
  if (authorization === undefined || authorization === '') {
    throw new ImageBuilderException(
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    );
  }
  const scope = authorizationHeader.exec(authorization)?.groups?.['scope'];
  const [accessKeyId, date, region, service, terminator, ...rest] = scope?.split('/') ?? [];
  if (!accessKeyId || !/^[0-9]{8}$/.test(date ?? '') || !regionName.test(region ?? '')) {
    throw malformed();
  }
  if (region === undefined || terminator !== 'aws4_request' || rest.length > 0) throw malformed();
  if (service !== 'imagebuilder') {
    throw new ImageBuilderException(
      'InvalidSignatureException',
      "Credential should be scoped to correct service: 'imagebuilder'.",
    );
  }
  return { account: /^[0-9]{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount, region };
};

const malformed = () =>
  new ImageBuilderException(
    'IncompleteSignatureException',
    'Authorization header requires AWS4-HMAC-SHA256 with Credential (key/date/Region/service/aws4_request), SignedHeaders and Signature parameters.',
  );
