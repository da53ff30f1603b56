import { env } from '#lib/server/env.ts';
import { reportFailure } from './report-failure.ts';
import { currentKeys, dataDir } from './settle-env.ts';
import { Run } from './start.ts';
import type { Seeded } from './seed.ts';

const say = (line: string) => console.log(`[paydesk] ${line}`);

/** What `npm start` runs: everything Paydesk consists of, until a signal ends it. */
async function main(): Promise<void> {
  env(); // First of all, so that a wrong setting names itself before anything is touched.
  const run = new Run(say);
  let ending: Promise<void> | undefined;
  const end = (exitCode: number) => {
    ending ??= run.stop().then(() => process.exit(exitCode), reportFailure);
    return ending;
  };
  // npm and the terminal may both pass the same Ctrl-C on: the second one is no wish for haste.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!ending) say('Stopping …');
      void end(0);
    });
  }
  try {
    const seeded = await run.start();
    if (!ending) await announce(seeded);
  } catch (error) {
    if (ending) return ending;
    await run.stop();
    reportFailure(error);
  }
}

async function announce({ signIn }: Seeded): Promise<void> {
  const { PUBLIC_URL, SANDBOX, SANDBOX_PORT } = env();
  say(`Ready: ${PUBLIC_URL}`);
  if (signIn.length > 0) {
    say(`Sign in as ${signIn.join(', ')}`);
    say(`with the password ${(await currentKeys()).demoPassword}`);
  }
  if (SANDBOX) say(`Sandbox gateway: http://localhost:${SANDBOX_PORT}`);
  say(`Data: ${dataDir()}. Ctrl-C stops everything.`);
}

main().catch(reportFailure);
