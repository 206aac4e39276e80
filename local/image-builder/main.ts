import { startImageBuilder } from './server.ts';

/*
 * The embedded Image Builder as a program of its own. IMAGE_BUILDER_PORT (4570) is the port,
 * IMAGE_BUILDER_STATE a file that keeps the pipelines; it ends on SIGINT and SIGTERM.
 */
const configuredPort = process.env['IMAGE_BUILDER_PORT'] ?? '';
const port = configuredPort === '' ? 4570 : Number(configuredPort);
const stateFile = process.env['IMAGE_BUILDER_STATE'];

try {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('IMAGE_BUILDER_PORT must be a port number from 0 to 65535.');
  }
  const imageBuilder = await startImageBuilder({ port, ...(stateFile && { stateFile }) });
  console.log(imageBuilder.url);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void imageBuilder.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
