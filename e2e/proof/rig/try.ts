import { startDatabaseServer } from './database-server.ts';
import { runCrashRig } from './crash-rig.ts';
import { runRandomKills } from './random-kills.ts';
import { runGatewayFaults } from './gateway-faults.ts';
import { runWebhooks } from './webhooks.ts';
import { runForgeries } from './forgeries.ts';
import { SHORT, type Row } from './tally.ts';
import { runRaces } from './races.ts';
import { runRecovery } from './recovery.ts';
import { runOutages } from './outages.ts';
import { runStoppedWorkers } from './stopped-worker.ts';
const t0 = performance.now();
const server = await startDatabaseServer(54480);
const what = process.argv[2];
const scale = { ...SHORT, kills: Number(process.argv[3] ?? 1), loadS: 15 };
try {
  let rows: Row[] = [];
  if (what === 'crash') rows = await runCrashRig(server, scale, 4180);
  if (what === 'random') rows = await runRandomKills(server, scale, 4191);
  if (what === 'faults') rows = await runGatewayFaults(server, scale, 4191);
  if (what === 'webhooks') rows = await runWebhooks(server, scale, 4191);
  if (what === 'forgeries') rows = await runForgeries(server, scale, 4191);
  if (what === 'races') rows = await runRaces(server, scale, 4191);
  if (what === 'recovery') rows = await runRecovery(server, 4191);
  if (what === 'outages')
    rows = await runOutages(server, scale, { sandbox: 4191, web: 4192, database: 54481, proxy: 54482 });
  if (what === 'stopped') rows = await runStoppedWorkers(server, scale, { sandbox: 4191, webs: [4192] });
  for (const r of rows.sort((a, b) => (a.fault < b.fault ? -1 : 1)))
    console.log(r.runs, r.violations.length, r.fault, r.violations.slice(0, 3), r.note ?? '');
  console.log(
    'total',
    rows.reduce((n, r) => n + r.runs, 0),
    'in',
    Math.round(performance.now() - t0) / 1000,
    's',
  );
} catch (e) {
  console.log(e);
} finally {
  if (!process.argv[4]) await server.close();
  else await server.stop('SIGINT');
}
process.exit(0);
