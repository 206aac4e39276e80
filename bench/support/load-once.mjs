// Prints how many milliseconds the import of a bundle takes in a process that has just started.
import { pathToFileURL } from 'node:url';

const bundle = pathToFileURL(process.argv[2]).href;
const start = performance.now();
await import(bundle);
process.stdout.write(String(performance.now() - start));
process.exit(0);
