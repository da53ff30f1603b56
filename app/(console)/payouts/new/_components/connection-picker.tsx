'use client';

import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import type { PayableConnection } from '#lib/connections/list-payable-connections.ts';

const MODES = { test: 'test payouts only', live: 'live payouts only', either: 'test and live payouts' };

/** Which of an option's connections to pay through, where there are several; and whether the chosen one stands still. */
export function ConnectionPicker({
  connection,
  siblings,
  onChoose,
}: {
  connection: PayableConnection;
  siblings: PayableConnection[];
  onChoose: (id: string) => void;
}) {
  return (
    <>
      {siblings.length > 1 && (
        <Field label="Connection" hint={`This one takes ${MODES[connection.mode]}.`} required>
          <Select
            name="connectionId"
            value={connection.id}
            onChange={(event) => onChoose(event.target.value)}
            options={siblings.map(({ id, name, heldBecause }) => ({
              value: id,
              label: heldBecause ? `${name} (stands still)` : name,
            }))}
          />
        </Field>
      )}
      {connection.heldBecause && (
        <Notice tone="warning" title={`${connection.name} stands still`} announce>
          {connection.heldBecause} A payout made now is kept and waits in the queue; it is sent when the connection goes
          on.
        </Notice>
      )}
    </>
  );
}
