import { CATALOG } from '#lib/domain/catalog.ts';
import { newInstruction } from '#lib/domain/instruction.ts';
import { amountInWords, formatAmount, formatPlain } from '#lib/domain/money.ts';
import { toRequest } from '#lib/domain/request.ts';
import { newValues } from './support/new-values.ts';
import { fillIn, openForm, pay, review } from './support/payout-form.ts';
import { exportRows, rows, search } from './support/payout-list.ts';
import { mark, seesState, wasNotReloaded } from './support/payout-page.ts';
import { acceptedAs, bodyReceived, settle } from './support/sandbox.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

for (const [code, option] of Object.entries(CATALOG)) {
  test(`a payout by ${code} is made, followed to its end, found again and exported`, async ({ page }) => {
    const typed = newValues(code);
    const { amountMinor } = newInstruction.parse(typed.values);

    await openForm(page, code);
    await fillIn(page, typed);
    await review(page);
    await expect(page.getByRole('button', { name: `Pay ${formatAmount(amountMinor)}` })).toBeVisible();
    await expect(page.getByText(amountInWords(amountMinor)).first()).toBeVisible();
    // In full, this once: it is what has to be compared.
    await expect(page.getByText(typed.account)).toBeVisible();
    const id = await pay(page);

    await seesState(page, 'pending');
    await mark(page);
    expect(await bodyReceived(typed.trackingId)).toEqual(toRequest(option, newInstruction.parse(withoutIds(typed))));
    await settle(typed.trackingId, 'successful');
    await seesState(page, 'successful');
    await wasNotReloaded(page);
    await expect(page.getByText(typed.account)).toHaveCount(0);

    await search(page, typed.trackingId);
    await expect(rows(page)).toHaveAttribute('data-row', id);
    await expect(rows(page)).toContainText(formatAmount(amountMinor));
    await expect(rows(page)).toContainText('Successful');
    const file = await exportRows(page);
    expect(file.name).toContain(typed.trackingId);
    expect(file.rows).toHaveLength(1);
    expect(file.rows[0]).toMatchObject({
      'Tracking id': typed.trackingId,
      'Payout id': id,
      'Amount (rupees)': formatPlain(amountMinor),
      'Amount (paise)': String(amountMinor),
      Account: `••••${typed.account.slice(-4)}`,
      Status: 'Successful',
      Option: code,
    });
    expect(file.text).not.toContain(typed.account);
    expect(await acceptedAs(typed.trackingId)).toHaveLength(1);
  });
}

/** The tracking id travels as the console's own addition. */
function withoutIds({ values }: ReturnType<typeof newValues>) {
  return { ...values, tracking_id: undefined };
}
