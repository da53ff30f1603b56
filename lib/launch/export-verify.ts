import { readFileSync } from 'node:fs';
import { verifyExport } from '#lib/exports/verify-export.ts';
import { certificate, totalPaise } from '#lib/domain/certificate.ts';
import { formatAmount } from '#lib/domain/money.ts';

const USAGE = `Usage: npm run export:verify -- FILE CERTIFICATE

  FILE         a file of payouts exported from Paydesk
  CERTIFICATE  the file beside it, whose name ends in .certificate.json`;

/** What `npm run export:verify` runs: holds a file against its certificate with nothing but the two. Ends with 0, 1 or (usage) 2. */
async function verify(): Promise<number> {
  const [file, beside, ...more] = process.argv.slice(2);
  if (!file || !beside || more.length > 0) throw new Error(USAGE);
  const given: unknown = JSON.parse(readFileSync(beside, 'utf8'));
  const { isWhole, findings, checked } = await verifyExport(file, given);
  if (!isWhole) {
    console.log('BROKEN: this is not the file the certificate speaks of.');
    for (const finding of findings) console.log(`  ${finding}`);
    return 1;
  }
  const stated = certificate.parse(given);
  console.log(`WHOLE: every byte is as it was sent. Held against the certificate: ${checked.join(', ')}.`);
  console.log(
    `${stated.filter}; ${stated.rows} rows, ${formatAmount(totalPaise(stated))}, as of ${stated.snapshotAt}.`,
  );
  for (const { status, rows, paise } of stated.sums) {
    console.log(`  ${status}: ${rows} rows, ${formatAmount(BigInt(paise))}`);
  }
  console.log(`Taken by ${stated.takenBy}; the audit trail holds the same SHA-256, ${stated.sha256}.`);
  return 0;
}

verify().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
