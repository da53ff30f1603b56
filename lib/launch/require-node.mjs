// Loaded before any TypeScript, so that an old Node says one clear line instead of a syntax error.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const floor = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < floor) {
  process.stderr.write(
    `Paydesk needs Node ${floor} or newer; this is ${process.versions.node}. ` +
      `Run it as "npm start" after "npm ci", which brings its own Node on Linux x64, or install Node ${floor}.\n`,
  );
  process.exit(1);
}

// Keeps compiled code between starts, which take about a third less for it.
module.enableCompileCache(fileURLToPath(new URL('../../.cache/node', import.meta.url)));
await import('./lean-imports.mjs');
