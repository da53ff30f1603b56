'use client';

import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

const KEYS: readonly { keys: readonly string[]; letters?: readonly string[]; does: string }[] = [
  { keys: ['↓', '↑'], letters: ['j', 'k'], does: 'The next and the last row' },
  { keys: ['PageDown', 'PageUp'], does: 'A screen further and back' },
  { keys: ['Home', 'End'], does: 'The first and the very last row' },
  { keys: ['Enter'], does: 'Opens the payout' },
  { keys: ['Space'], does: 'Peeks at it, beside the list' },
  { keys: [], letters: ['x'], does: 'Selects the row' },
  { keys: ['Shift + ↓', 'Shift + ↑'], does: 'Selects on the way; Shift and a click selects up to there' },
  { keys: [], letters: ['/'], does: 'Search' },
  { keys: ['Ctrl + K'], does: 'Go to a page, a payout, a deed' },
  { keys: [], letters: ['?'], does: 'Shows this' },
  { keys: ['Esc'], does: 'Leaves what is open' },
];

/** The keys of the list, and whether single letters are among them. */
export function KeysDialog(props: { hasLetters: boolean; onLetters: (isOn: boolean) => void; onClose: () => void }) {
  const { hasLetters, onLetters, onClose } = props;
  const shown = KEYS.map(({ keys, letters = [], does }) => ({ does, keys: [...keys, ...(hasLetters ? letters : [])] }));
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Keys"
      footer={
        <DialogClose>
          <Button variant="primary">Close</Button>
        </DialogClose>
      }
    >
      <dl className="mb-4 divide-y divide-line border-y border-line">
        {shown
          .filter(({ keys }) => keys.length > 0)
          .map(({ keys, does }) => (
            <div key={does} className="flex items-center justify-between gap-4 py-1.5">
              <dt className="flex shrink-0 flex-wrap gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd className="text-right text-sm text-fg-soft">{does}</dd>
            </div>
          ))}
      </dl>
      <Checkbox
        label="Single letters are keys"
        hint="Switch it off where you dictate or letters get pressed by accident. Kept on this browser."
        checked={hasLetters}
        onChange={(event) => onLetters(event.target.checked)}
      />
    </Dialog>
  );
}
