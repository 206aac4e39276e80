import { awsQuery } from '../kit/aws-query.ts';
import type { Call } from '../kit/operation.ts';
import { type StandIn, startStandIn } from '../kit/stand-in.ts';
import { assumeRole, type Session, type TrustedRole } from './assume-role.ts';

/** How an embedded STS is started; everything has a default. */
export interface StsOptions {
  /** The port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** The roles that may be assumed, by their ARNs; none when left out. */
  readonly roles?: Readonly<Record<string, TrustedRole>>;
  /** Milliseconds; what credentials expire by. */
  readonly now?: () => number;
}

/** A running embedded STS. */
export interface Sts extends StandIn {
  /** Lets a role be assumed from now on. */
  readonly trust: (roleArn: string, role?: TrustedRole) => void;
  /** The sessions that were given out, oldest first: a live view. */
  readonly sessions: readonly Session[];
}

const protocol = awsQuery('https://sts.amazonaws.com/doc/2011-06-15/');

/**
 * Starts a stand-in for AWS STS on loopback that speaks AssumeRole over the service's own protocol
 * (AWS Query, XML). A role is assumed where it is in the list.
 *
 * @throws Error naming the port when it is in use
 */
export const startSts = async (options: StsOptions = {}): Promise<Sts> => {
  const { port, roles = {}, now = Date.now } = options;
  const trusted = new Map(Object.entries(roles));
  const sessions: Session[] = [];
  const perform = ({ input, accessKeyId, requestId }: Call) => {
    const { session, result } = assumeRole(input, accessKeyId, trusted, now);
    sessions.push(session);
    return protocol.answer('AssumeRole', result, requestId);
  };
  const standIn = await startStandIn(
    {
      name: 'embedded STS',
      operations: [
        { name: 'AssumeRole', protocol, route: 'AssumeRole', signingName: 'sts', perform },
      ],
      exceptionStatuses: { AccessDenied: 403, InternalFailure: 500 },
      internalException: 'InternalFailure',
    },
    port,
  );
  return {
    ...standIn,
    trust: (roleArn, role = {}) => {
      trusted.set(roleArn, role);
    },
    sessions,
  };
};
