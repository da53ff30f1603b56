import { openDb } from '#lib/db/pool.ts';
import { env } from '#lib/server/env.ts';
import { countEarlier, rekey, rekeySecrets } from '#lib/server/rekey.ts';
import { createVault } from '#lib/server/vault.ts';
import { addKey, dropEarlierKeys, type Keys, type Rotated } from './keys.ts';
import { reportFailure } from './report-failure.ts';
import { currentKeys, dataDir, embeddedOwnerUrl, ownDatabase } from './settle-env.ts';
import { StartProblem } from './start-problem.ts';

const VARIABLES = { app: ['APP_KEY'], worker: ['WORKER_PUBLIC_KEY', 'WORKER_PRIVATE_KEY'] } as const;

/**
 * What `npm run keys:rotate [-- worker]` runs, twice: first it makes a new key beside the one in use; after a restart it
 * seals everything with the new one and throws the earlier ones away.
 */
async function rotateKeys(which: Rotated): Promise<void> {
  const keys = await currentKeys();
  const isOne = !(which === 'app' ? keys.appKey : keys.workerPrivateKey).includes(',');
  if (isOne) return begin(which);
  const { db, close } = openDb(ownDatabase()?.owner ?? embeddedOwnerUrl(keys), { max: 2, name: 'paydesk-rekey' });
  try {
    if (which === 'app') await rotateApp(db, keys);
    else
      console.log(
        `${await rekeySecrets(db, keys.workerPublicKey, keys.workerPrivateKey)} gateway secrets sealed anew.`,
      );
  } finally {
    await close();
  }
  await finish(which);
}

async function begin(which: Rotated): Promise<void> {
  if (isFromEnvironment(which)) return say(inEnvironment(which));
  await addKey(dataDir(), which);
  say('A new key is made; the one in use stays beside it. Restart every process of Paydesk, then run this again.');
  if (which === 'app') say('The restart ends all sessions: everybody signs in anew.');
}

async function rotateApp(db: Parameters<typeof rekey>[0], keys: Keys): Promise<void> {
  const vault = createVault(keys.appKey);
  const { unopened } = await rekey(db, vault, {
    now: new Date(),
    privateKeys: keys.workerPrivateKey,
    progress: (table, done, of) => say(`${table}: ${done} of ${of}`),
  });
  const left = await countEarlier(db, vault);
  if (unopened + left === 0) return;
  throw new StartProblem(
    `${Math.max(unopened, left)} rows are sealed by a key that is not among those known. No key was thrown away.`,
  );
}

async function finish(which: Rotated): Promise<void> {
  if (isFromEnvironment(which)) {
    say(`Everything is sealed anew. Take the earlier keys out of ${VARIABLES[which].at(-1)} and restart.`);
    return;
  }
  await dropEarlierKeys(dataDir(), which);
  say('Everything is sealed anew and the earlier keys are thrown away. Backups of before still need them.');
}

const isFromEnvironment = (which: Rotated): boolean => VARIABLES[which].some((name) => env()[name] !== undefined);

function inEnvironment(which: Rotated): string {
  const names = VARIABLES[which].join(' and ');
  const how = which === 'app' ? ' ("openssl rand -base64 32" makes one)' : '';
  return `${names} come from the environment: put a new key${how} before the one in use, with a comma, restart every process, then run this again.`;
}

const say = (line: string): void => console.log(line);

rotateKeys(process.argv[2] === 'worker' ? 'worker' : 'app').catch(reportFailure);
