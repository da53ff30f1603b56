'use client';

import { Keyboard } from 'lucide-react';
import { useLayoutEffect, useState } from 'react';
import { isForPage } from '#components/table/is-for-page.ts';
import { LETTERS_COOKIE } from '#components/table/letter-keys.ts';
import { keepPreference } from '#components/table/preference.ts';
import { IconButton } from '#components/ui/button.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';

const KeysDialog = onDemand(() => import('./keys-dialog.tsx').then((module) => module.KeysDialog));

/** Shows the keys of the list, as `?` does. */
export function KeysButton({ hasLetters, onLetters }: { hasLetters: boolean; onLetters: (isOn: boolean) => void }) {
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    if (!hasLetters) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '?' || !isForPage(event)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [hasLetters]);
  const choose = (isOn: boolean) => {
    keepPreference(LETTERS_COOKIE, isOn ? 'on' : 'off');
    onLetters(isOn);
  };
  return (
    <>
      <IconButton
        dense
        label="Show the keys"
        icon={<Keyboard aria-hidden />}
        onClick={() => setOpen(true)}
        className="max-md:hidden"
      />
      {isOpen && <KeysDialog hasLetters={hasLetters} onLetters={choose} onClose={() => setOpen(false)} />}
    </>
  );
}
