import { readFileSync, statSync } from 'node:fs';
import { StartProblem } from './start-problem.ts';

/** The user PostgreSQL runs as when Paydesk is started by root, whom PostgreSQL refuses. */
export interface Account {
  name: string;
  ids: { uid: number; gid: number };
}

const CANDIDATES = ['postgres', 'nobody'];

/** Picks the unprivileged account for a data folder: its owner if it exists already. Undefined unless run by root. */
export function pickAccount(dataFolder: string): Account | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const accounts = knownAccounts();
  const owner = statSync(dataFolder, { throwIfNoEntry: false })?.uid;
  const found =
    accounts.find((account) => owner && account.ids.uid === owner) ??
    CANDIDATES.map((name) => accounts.find((account) => account.name === name)).find(Boolean);
  if (found) return found;
  throw new StartProblem(
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody" to run it as. ' +
      'Start Paydesk as an ordinary user, or set DATABASE_URL.',
  );
}

// initdb looks its user up by name, so a number without an entry would not do.
function knownAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && Number(fields[2]) > 0)
    .map(([name = '', , uid, gid]) => ({ name, ids: { uid: Number(uid), gid: Number(gid) } }));
}
