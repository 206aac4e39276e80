import { runProgram } from '../kit/run-program.ts';
import { startImageBuilder } from './server.ts';

const stateFile = process.env['IMAGE_BUILDER_STATE'];

/*
 * The embedded Image Builder as a program of its own. IMAGE_BUILDER_PORT (4570) is the port,
 * IMAGE_BUILDER_STATE a file that keeps the pipelines.
 */
await runProgram({
  variable: 'IMAGE_BUILDER_PORT',
  port: 4570,
  start: (port) => startImageBuilder({ port, ...(stateFile && { stateFile }) }),
  announce: (url) => url,
});
