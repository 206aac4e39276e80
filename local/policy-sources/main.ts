import { startPolicySources } from './server.ts';

/*
 * The embedded policy sources as a program of its own: Parameter Store, AppConfig's data plane and
 * Organizations. POLICY_SOURCES_PORT (4571) is the port; it ends on SIGINT and SIGTERM.
 */
const configuredPort = process.env['POLICY_SOURCES_PORT'] ?? '';
const port = configuredPort === '' ? 4571 : Number(configuredPort);

try {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('POLICY_SOURCES_PORT must be a port number from 0 to 65535.');
  }
  const { url, close } = await startPolicySources({ port });
  // Before anything is said: whoever reads it may send a signal at once.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close());
  for (const service of ['SSM', 'APPCONFIGDATA', 'ORGANIZATIONS']) {
    console.log(`export AWS_ENDPOINT_URL_${service}=${url}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
