import { ServiceException } from './service-exception.ts';

/** Who signed a request and for which Region, as its signature says. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
}

const authorizationHeader =
  /^AWS4-HMAC-SHA256 +Credential=(?<scope>[^,\s]+) *, *SignedHeaders=[^,\s]+ *, *Signature=[0-9a-f]{64}$/;
const regionName = /^[a-z]{2,}(?:-[a-z]+)+-[0-9]+$/;

/**
 * Reads a Signature Version 4 `Authorization` header. The signature itself is not verified:
 * any program on the machine may use what is in a stand-in's memory.
 *
 * @param signingName - The service that the signature must be for.
 * @throws ServiceException MissingAuthenticationTokenException, IncompleteSignatureException
 *   or InvalidSignatureException
 */
export const readCredentialScope = (
  authorization: string | undefined,
  signingName: string,
): CredentialScope => {
  if (authorization === undefined || authorization === '') {
    throw new ServiceException(
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
  if (service !== signingName) {
    throw new ServiceException(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${signingName}'.`,
    );
  }
  return { accessKeyId, region };
};

const malformed = () =>
  new ServiceException(
    'IncompleteSignatureException',
    'Authorization header requires AWS4-HMAC-SHA256 with Credential (key/date/Region/service/aws4_request), SignedHeaders and Signature parameters.',
  );
