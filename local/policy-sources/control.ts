import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, jsonAnswer } from '../image-builder/answer.ts';

/** What the control paths change. */
export interface Controlled {
  readonly setParameter: (name: string, value: string) => void;
  readonly deploy: (address: string, configuration: string) => void;
  readonly setEffectiveTagPolicy: (content: string | undefined) => void;
}

/** Whether a path is one of the stand-in's own: no operation of a service begins so. */
export const isControlPath = (path: string): boolean => path.startsWith('/_');

/**
 * The stand-in's own paths, for a person with curl, unsigned:
 * - `PUT /_parameters/NAME` sets a parameter of any length, as PutParameter does with the AWS CLI;
 * - `PUT /_configurations/APPLICATION/ENVIRONMENT/PROFILE` deploys a configuration to AppConfig;
 * - `PUT /_effective-tag-policy` sets what Organizations reports, `DELETE` takes it away.
 *
 * A web page must not be able to use them: what a browser sends on a page's behalf has an `Origin`,
 * or, where the page's own name was made to resolve to this machine, a `Host` that is not loopback.
 */
export const control = (
  method: string,
  path: string,
  headers: Readonly<IncomingHttpHeaders>,
  body: string,
  { setParameter, deploy, setEffectiveTagPolicy }: Controlled,
): Answer => {
  if (headers.origin !== undefined || !isLoopback(headers.host)) {
    return jsonAnswer(403, { message: 'Only a program on this machine may do this.' });
  }
  const parameter = /^\/_parameters(\/.+)$/.exec(path)?.[1];
  if (method === 'PUT' && parameter !== undefined) {
    setParameter(parameter, body);
    return done;
  }
  const address = /^\/_configurations\/([^/]+\/[^/]+\/[^/]+)$/.exec(path)?.[1];
  if (method === 'PUT' && address !== undefined) {
    deploy(decodeURIComponent(address), body);
    return done;
  }
  if (path === '/_effective-tag-policy' && (method === 'PUT' || method === 'DELETE')) {
    setEffectiveTagPolicy(method === 'PUT' ? body : undefined);
    return done;
  }
  return jsonAnswer(404, {
    message:
      'There are PUT /_parameters/NAME, PUT /_configurations/APPLICATION/ENVIRONMENT/PROFILE, and PUT and DELETE /_effective-tag-policy.',
  });
};

const done: Answer = { status: 204, headers: {}, body: '' };

const isLoopback = (host = ''): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(host);
