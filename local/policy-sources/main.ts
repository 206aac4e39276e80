import { runProgram } from '../kit/run-program.ts';
import { startPolicySources } from './server.ts';

/* The embedded policy sources as a program of its own; POLICY_SOURCES_PORT (4571) is the port. */
await runProgram({
  variable: 'POLICY_SOURCES_PORT',
  port: 4571,
  start: (port) => startPolicySources({ port }),
  announce: (url) =>
    ['SSM', 'APPCONFIGDATA', 'ORGANIZATIONS']
      .map((service) => `export AWS_ENDPOINT_URL_${service}=${url}`)
      .join('\n'),
});
