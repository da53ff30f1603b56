import { startDatabaseServer } from './database-server.ts';
import { runCrashRig } from './crash-rig.ts';
import { SHORT } from './tally.ts';
const t0 = performance.now();
const server = await startDatabaseServer(54480);
console.log('pg', Math.round(performance.now() - t0), server.folder);
try {
  const rows = await runCrashRig(server, { ...SHORT, kills: Number(process.argv[2] ?? 1) }, 4180);
  for (const r of rows.sort((a, b) => (a.fault < b.fault ? -1 : 1)))
    console.log(r.runs, r.violations.length, r.fault, r.violations.slice(0, 3));
  console.log(
    'total',
    rows.reduce((n, r) => n + r.runs, 0),
    'in',
    Math.round(performance.now() - t0) / 1000,
    's',
  );
} finally {
  if (!process.argv[3]) await server.close();
  else await server.stop('SIGINT');
}
process.exit(0);
