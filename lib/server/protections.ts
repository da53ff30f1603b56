import type { Protections } from '../audit/read-protections.ts';
import { env, type Env } from './env.ts';

export interface Protection {
  title: string;
  /** `on`: in force now; `off`: not, and it should be; `todo`: right for a trial, not for real money. */
  state: 'on' | 'off' | 'todo';
  text: string;
}

/** What the process that answers knows of itself. */
export type ProcessFacts = Pick<Env, 'PUBLIC_URL' | 'TRUSTED_PROXY_HEADER'> & {
  holdsWorkerKey: boolean;
  holdsOwnerAddress: boolean;
  /** The policy under which this very page was sent. */
  policy: string | null;
};

const CHECK_OLD_MS = 3 * 60 * 60_000;

/** Gives the facts of this web process; `policy` is what the request carries since the headers were put on it. */
export function processFacts(policy: string | null): ProcessFacts {
  const { PUBLIC_URL, TRUSTED_PROXY_HEADER, WORKER_PRIVATE_KEY, MIGRATE_DATABASE_URL } = env();
  return {
    PUBLIC_URL,
    TRUSTED_PROXY_HEADER,
    holdsWorkerKey: WORKER_PRIVATE_KEY !== undefined,
    holdsOwnerAddress: MIGRATE_DATABASE_URL !== undefined,
    policy,
  };
}

/** Says of every protection whether it is on, from the state of things and never from a promise. */
export function protectionsOf(facts: Protections, process: ProcessFacts): Protection[] {
  return [
    encryption(facts, process),
    pagePolicy(process),
    cookies(facts, process),
    secondFactors(facts),
    demoPeople(facts),
    admins(facts),
    paying(process),
    auditRights(facts, process),
    auditChain(facts),
    database(facts),
    gateways(facts),
    keys(facts),
    callers(process),
  ];
}

const isSecure = ({ PUBLIC_URL }: ProcessFacts): boolean => PUBLIC_URL.startsWith('https:');
/** What may wait while only sandbox money moves. */
const unlessLive = ({ isLive }: Protections): 'off' | 'todo' => (isLive ? 'off' : 'todo');

function encryption(facts: Protections, process: ProcessFacts): Protection {
  const title = 'Encryption between browsers and the console';
  if (isSecure(process))
    return { title, state: 'on', text: 'People reach the console by https, and browsers are told to stay with it.' };
  const text = `The public address is ${process.PUBLIC_URL}: passwords travel readable. Put a TLS proxy in front and set PUBLIC_URL to its https address.`;
  return { title, state: unlessLive(facts), text };
}

function pagePolicy({ policy }: ProcessFacts): Protection {
  const title = 'Nothing foreign runs in a page';
  const isStrict = !!policy && /script-src[^;]*'nonce-/.test(policy) && !/unsafe-(inline|eval)/.test(policy);
  return isStrict
    ? {
        title,
        state: 'on',
        text: 'This page was sent with a content security policy: no script or style runs without its nonce.',
      }
    : {
        title,
        state: 'off',
        text: 'This page was sent without the content security policy: start the console by “npm run web”, not by Next alone.',
      };
}

function cookies(facts: Protections, process: ProcessFacts): Protection {
  const title = 'Session cookies bound to this host';
  return isSecure(process)
    ? {
        title,
        state: 'on',
        text: 'Cookies carry the __Host- prefix: no other host or unencrypted answer can set them.',
      }
    : {
        title,
        state: unlessLive(facts),
        text: 'Browsers bind cookies to one host only over https. Scripts and other sites cannot read them either way.',
      };
}

function secondFactors({ withoutFactor }: Protections): Protection {
  const title = 'Second factor for whoever makes, checks or administers';
  return withoutFactor === 0
    ? {
        title,
        state: 'on',
        text: 'Nobody in these roles comes in by a password alone, but for demo people without a live connection.',
      }
    : { title, state: 'todo', text: `${withoutFactor} without one yet: they can do nothing but add it.` };
}

function demoPeople({ isLive, demoPeople: number }: Protections): Protection {
  const title = 'Demo people';
  if (isLive || number === 0) return { title, state: 'on', text: 'They cannot sign in.' };
  return {
    title,
    state: 'todo',
    text: `${number} may sign in with the printed password; a live connection ends that by itself.`,
  };
}

function admins({ admins: number, ...facts }: Protections): Protection {
  const title = 'Two admins of your own';
  return number >= 2
    ? { title, state: 'on', text: 'A policy can change only with the consent of a second admin.' }
    : {
        title,
        state: unlessLive({ ...facts, admins: number }),
        text: `There ${number === 1 ? 'is 1' : 'are none'}: invite a second, or no policy can change.`,
      };
}

function paying({ holdsWorkerKey }: ProcessFacts): Protection {
  const title = 'The web process cannot pay';
  return holdsWorkerKey
    ? {
        title,
        state: 'off',
        text: 'This process has WORKER_PRIVATE_KEY in its environment. Give that to workers only.',
      }
    : { title, state: 'on', text: 'It can store gateway secrets and never read them; only the worker can.' };
}

function auditRights({ isAuditKept, ...facts }: Protections, { holdsOwnerAddress }: ProcessFacts): Protection {
  const title = 'Audit rows out of the application’s reach';
  if (isAuditKept && !holdsOwnerAddress)
    return {
      title,
      state: 'on',
      text: 'The application’s database role can add rows and neither change nor delete them.',
    };
  const text = holdsOwnerAddress
    ? 'This process has MIGRATE_DATABASE_URL in its environment. Give that to migrations only.'
    : 'This process uses a database role that owns the tables. Give it one of its own (DATABASE_URL), and migrations the owner’s (MIGRATE_DATABASE_URL).';
  return { title, state: unlessLive({ ...facts, isAuditKept }), text };
}

function auditChain({ audit, now }: Protections): Protection {
  const title = 'Audit chain verified and signed';
  if (audit.problem) return { title, state: 'off', text: `The last check found: ${audit.problem}` };
  if (!audit.checkedAt) return { title, state: 'todo', text: 'It was not checked yet; the worker does so every hour.' };
  if (now.getTime() - audit.checkedAt.getTime() > CHECK_OLD_MS)
    return { title, state: 'off', text: 'The last check is hours old: look whether a worker runs.' };
  return audit.signedAt
    ? { title, state: 'on', text: 'The last check found it whole; its end is signed.' }
    : {
        title,
        state: 'todo',
        text: 'The last check found it whole; its end is not signed: no worker has AUDIT_PRIVATE_KEY.',
      };
}

function database({ isEncrypted, ...facts }: Protections): Protection {
  const title = 'Encryption between the console and its database';
  return isEncrypted
    ? { title, state: 'on', text: 'The connection is encrypted, or does not leave this machine.' }
    : {
        title,
        state: unlessLive({ ...facts, isEncrypted }),
        text: 'The connection is not encrypted: add sslmode=verify-full to DATABASE_URL.',
      };
}

function gateways({ plainHosts }: Protections): Protection {
  const title = 'Gateways by https only';
  return plainHosts === 0
    ? { title, state: 'on', text: 'Every connection but the sandbox’s is encrypted, and its certificate is checked.' }
    : { title, state: 'off', text: `${plainHosts} without https.` };
}

function keys({ earlierKeys }: Protections): Protection {
  const title = 'One application key';
  return earlierKeys === 0
    ? { title, state: 'on', text: 'Account numbers and exchanges are sealed with AES-256-GCM, each bound to its row.' }
    : {
        title,
        state: 'todo',
        text: 'A new key is being brought in: run "npm run keys:rotate" once more, so that the earlier one can go.',
      };
}

function callers({ TRUSTED_PROXY_HEADER: header }: ProcessFacts): Protection {
  const text = header
    ? `Limits and records count the address that your proxy writes into ${header}. Nobody may reach this process past the proxy.`
    : 'Limits and records count the address of the connection, whatever a header says.';
  return { title: 'Limits that nobody can talk their way out of', state: 'on', text };
}
