'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './button.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

const SHOWN_MS = 1500;

/** Copies `value`; the tick stays for a moment, and "Copied" is announced. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome('copied');
    } catch {
      // No clipboard without a secure origin or permission: say so, the text can still be selected.
      setOutcome('failed');
    }
  }

  const icon =
    outcome === 'copied' ? (
      <Check aria-hidden className="text-success-fg" />
    ) : (
      <Copy aria-hidden className="size-3.5!" />
    );
  return (
    <>
      <IconButton
        label={label}
        icon={icon}
        dense
        onClick={copy}
        className="size-6!"
        title={outcome === 'failed' ? 'Copying is not allowed here: select the text instead' : label}
      />
      <VisuallyHidden live>
        {outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Copying is not allowed here' : ''}
      </VisuallyHidden>
    </>
  );
}
