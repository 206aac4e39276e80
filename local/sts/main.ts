import { startSts } from './server.ts';

/*
 * The embedded STS as a program of its own. STS_PORT (4572) is the port, STS_ROLES the ARNs of the
 * roles that may be assumed, with commas between them; it ends on SIGINT and SIGTERM.
 */
const configuredPort = process.env['STS_PORT'] ?? '';
const port = configuredPort === '' ? 4572 : Number(configuredPort);
const roles = (process.env['STS_ROLES'] ?? '').split(',').filter((role) => role !== '');

try {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('STS_PORT must be a port number from 0 to 65535.');
  }
  const sts = await startSts({ port, roles: Object.fromEntries(roles.map((role) => [role, {}])) });
  console.log(`export AWS_ENDPOINT_URL_STS=${sts.url}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void sts.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
