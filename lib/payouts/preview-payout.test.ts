import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { payout } from '../db/schema.ts';
import { addConnection, ctxOf, testVault } from '../db/testing/fixtures.ts';
import { testDb } from '../db/testing/test-db.ts';
import { CATALOG } from '../domain/catalog.ts';
import { sampleValues, withValue } from '../domain/sample.ts';
import { inQuietHours } from '../domain/time.ts';
import type { Ctx } from '../server/usecase.ts';
import { createPayout } from './create-payout.ts';
import { previewPayout } from './preview-payout.ts';

const { db } = await testDb();
const vault = testVault();
const options = Object.entries(CATALOG);
const noon = new Date('2026-11-20T06:30:00Z');
let maker: Ctx;

beforeAll(async () => {
  maker = { ...(await ctxOf(db, vault, 'maker')), now: () => noon };
});

async function asked(code: string, changes: Record<string, unknown> = {}) {
  const connectionId = await addConnection(db, vault, { option: code, name: `Shop ${code} ${randomUUID()}` });
  const sample = withValue(sampleValues(code, CATALOG[code]!), 'tracking_id', undefined);
  const instruction = Object.entries(changes).reduce((values, [path, value]) => withValue(values, path, value), sample);
  return { id: randomUUID(), connectionId, instruction: { ...instruction, option: code } };
}

describe.each(options)('the preview of option %s', (code, option) => {
  it('says what would be paid and stores nothing', async () => {
    const preview = await previewPayout(maker, await asked(code));
    expect(preview).toMatchObject({ bank: 'HDFC Bank', connection: expect.stringContaining(code), advisories: [] });
    expect(preview.amount).toMatch(/^₹[\d,]+\.00$/);
    expect(preview.words).toMatch(/ rupees$/);
    expect(await db.$count(payout)).toBe(0);
  });

  it('names a branch that the list of banks does not have', async () => {
    const ifsc = option.fields.find(({ kind }) => kind === 'ifsc')!.path;
    const { advisories } = await previewPayout(maker, await asked(code, { [ifsc]: 'ABCD0001234' }));
    expect(advisories).toMatchObject([{ path: ifsc, code: 'ifsc_unknown' }]);
  });

  it('warns in the provider’s quiet hours, and only there', async () => {
    const evening = new Date('2026-11-20T16:00:00Z');
    const input = await asked(code);
    const { advisories } = await previewPayout({ ...maker, now: () => evening }, input);
    const isQuiet = option.quietHours !== undefined && inQuietHours(evening, option.quietHours);
    expect(advisories.some((advisory) => advisory.code === 'quiet_hours')).toBe(isQuiet);
  });
});

describe('a preview', () => {
  it('knows the payout its form has made already, and does not take it for a duplicate', async () => {
    const input = await asked(options[0]![0]);
    await createPayout(maker, { ...input, acknowledged: [] });
    expect((await previewPayout(maker, input)).advisories).toEqual([]);
    const other = await previewPayout(maker, { ...input, id: randomUUID() });
    expect(other.advisories).toMatchObject([{ code: 'likely_duplicate', payoutId: input.id }]);
  });

  it('is for makers', async () => {
    const viewer = await ctxOf(db, vault, 'viewer');
    await expect(previewPayout(viewer, await asked(options[0]![0]))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
