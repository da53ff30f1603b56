import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readHead, type AuditHead, type SigningKey } from '../audit/audit-head.ts';
import { checkAudit } from '../audit/check-audit.ts';
import { endOfChain, sealAudit } from '../audit/seal-audit.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Db } from '../db/pool.ts';
import type { WorkerLog } from './deps.ts';

const SEAL_EVERY_MS = 1_000;
const CHECK_EVERY_MS = 60 * 60_000;
/** A new console has nothing to verify at its start, and is to have its first signed head soon. */
const CHECK_AGAIN_MS = 60_000;
/** No transaction stays open this long; what commits later all the same is found by the hourly look at all rows. */
const LATE_MS = 10 * 60_000;

export interface AuditKeeping {
  db: Db;
  /** Without it ends of the chain are not signed. */
  key?: SigningKey;
  /** Takes the signed heads, one file each. */
  folder: string;
  now(): Date;
  elapsedMs(): number;
  log: WorkerLog;
}

export interface AuditKeeper {
  /** Seals what there is and stops. */
  stop(): Promise<void>;
}

/** Keeps the audit chain: seals new rows every second, verifies the whole and signs its end every hour. */
export function keepAudit(deps: AuditKeeping): AuditKeeper {
  const rounds = createRounds(deps);
  let stopping = false;
  let wakeUp = () => {};
  const running = (async () => {
    while (!stopping) {
      await rounds.turn().catch((err: unknown) => deps.log.error({ err }, 'the audit chain could not be kept'));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, SEAL_EVERY_MS);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
        if (stopping) wakeUp();
      });
    }
    await rounds.seal();
  })().catch((err: unknown) => deps.log.error({ err }, 'the last audit rows wait for the next worker'));
  return {
    async stop() {
      stopping = true;
      wakeUp();
      await running;
    },
  };
}

/** The work of one turn, with what it remembers from the turns before. */
export function createRounds({ db, key, folder, now, elapsedMs, log }: AuditKeeping) {
  let after = 0n;
  // A place in the chain and when it was its end: what stands before it is no more looked at, once it is old enough.
  let mark: { auditId: bigint; at: number } | null = null;
  let checkAt = elapsedMs();

  async function seal(): Promise<number> {
    let sum = 0;
    for (let isFull = true; isFull;) {
      const sealed = await sealAudit(db, { after, now: now() });
      sum += sealed.count;
      isFull = sealed.isFull;
    }
    return sum;
  }

  async function moveOn(): Promise<void> {
    if (mark && elapsedMs() - mark.at < LATE_MS) return;
    if (mark) after = mark.auditId;
    mark = { auditId: (await endOfChain(db)).auditId, at: elapsedMs() };
  }

  async function check(): Promise<void> {
    checkAt = elapsedMs() + CHECK_EVERY_MS;
    after = 0n;
    await seal();
    const checked = await checkAudit(db, { now: now(), key, kept: await newestHead(folder, log) });
    if (!checked) {
      checkAt = elapsedMs() + CHECK_AGAIN_MS;
      return;
    }
    const { isWhole, findings, seq, head } = checked;
    if (isWhole) log.info({ seq: String(seq) }, 'audit chain verified');
    else log.error({ seq: String(seq), findings: findings.map(({ text }) => text) }, 'THE AUDIT CHAIN IS BROKEN');
    if (head) await keepHead(folder, head);
  }

  return {
    seal,
    async turn(): Promise<void> {
      if (elapsedMs() >= checkAt) await check();
      else await seal();
      await moveOn();
    },
  };
}

const HEAD_FILE = /^\d{19}-[^.]+\.json$/;

/** Gives the head with the highest number that this machine has kept, whatever the database says. */
async function newestHead(folder: string, log: WorkerLog): Promise<AuditHead[]> {
  const names = await readdir(folder).catch(() => []);
  const [newest] = names
    .filter((name) => HEAD_FILE.test(name))
    .sort()
    .reverse();
  if (!newest) return [];
  try {
    const head = readHead(JSON.parse(await readFile(join(folder, newest), 'utf8')));
    if (head) return [head];
  } catch (err) {
    log.error({ err }, 'a kept head cannot be read');
  }
  log.error({ file: newest }, 'a kept head is damaged: the chain is verified without it');
  return [];
}

// Named by its number, so that a list of the files is in order; never half a file, and never over another one.
async function keepHead(folder: string, head: AuditHead): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${head.seq.padStart(19, '0')}-${head.signedAt.replaceAll(/[:.]/g, '')}.json`;
  const aside = join(folder, `${name}.${randomBytes(6).toString('hex')}`);
  await writeFile(aside, `${canonicalJson({ ...head })}\n`, { mode: 0o600, flush: true });
  await rename(aside, join(folder, name));
}
