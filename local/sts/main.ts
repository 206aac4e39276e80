import { runProgram } from '../kit/run-program.ts';
import { startSts } from './server.ts';

const roles = (process.env['STS_ROLES'] ?? '').split(',').filter((role) => role !== '');

/*
 * The embedded STS as a program of its own. STS_PORT (4572) is the port, STS_ROLES the ARNs of the
 * roles that may be assumed, with commas between them.
 */
await runProgram({
  variable: 'STS_PORT',
  port: 4572,
  start: (port) => startSts({ port, roles: Object.fromEntries(roles.map((role) => [role, {}])) }),
  announce: (url) => `export AWS_ENDPOINT_URL_STS=${url}`,
});
