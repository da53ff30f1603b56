// Writes ifsc.json from the dev dependency `ifsc` (code MIT, data set in the public domain): npm run data:ifsc
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { packRuns } from '../run-list.ts';

type Names = Record<string, string>;

const load = createRequire(import.meta.url);
const branchLists = load('ifsc/src/IFSC.json') as Record<string, (number | string)[]>;
const { version } = load('ifsc/package.json') as { version: string };

// Branch codes of digits are counted in tens, the others in base 36, each where its codes lie closest together.
const branches = Object.fromEntries(
  Object.entries(branchLists).map(([bank, codes]) => {
    const digits = codes.filter((code) => typeof code === 'number');
    const letters = codes.filter((code) => typeof code === 'string').map((code) => parseInt(code, 36));
    return [bank, `${packRuns(digits)}|${packRuns(letters)}`];
  }),
);

const packed = {
  source: 'https://github.com/razorpay/ifsc, data set in the public domain; written by make-ifsc.ts',
  version,
  branches,
  names: load('ifsc/src/banknames.json') as Names,
  sublets: load('ifsc/src/sublet.json') as Names,
  prefixes: load('ifsc/src/custom-sublets.json') as Names,
};

writeFileSync(new URL('ifsc.json', import.meta.url), `${JSON.stringify(packed, null, 2)}\n`);
