import { DOCUMENTED } from './support/documented-requests.ts';
import { fillIn, openForm, pay, review } from './support/payout-form.ts';
import { bodyReceived } from './support/sandbox.ts';
import { expect, test } from './support/test.ts';

test.use({ role: 'maker' });

for (const { code, body, values } of DOCUMENTED) {
  test(`the documented request of ${code} is typed in and arrives word for word`, async ({ page }) => {
    const trackingId = `documented-${code}-${Date.now()}`;
    await openForm(page, code);
    await fillIn(page, { code, values: { ...values, tracking_id: trackingId } });
    await review(page);
    await pay(page);
    expect(await bodyReceived(trackingId)).toEqual(body);
  });
}
