'use client';

import { Search } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Input } from '#components/ui/input.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { MAX_SEARCH } from '#lib/domain/filter.ts';
import { isForPage } from './is-for-page.ts';

const PAUSE_MS = 250;

/** Searches while one types, after a short pause; `/` comes here from anywhere on the page, Escape leaves. */
export function SearchBox({
  value,
  onChange,
  label,
  hasKey,
}: {
  value: string;
  onChange: (text: string) => void;
  label: string;
  /** `/` comes here. */
  hasKey: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Changed from elsewhere (Back, a chip, a tab): that counts.
  if (value !== known) {
    setKnown(value);
    if (value !== typed.trim()) setTyped(value);
  }
  useFocusKey(input, hasKey);
  useEffect(() => () => clearTimeout(pause.current), []);

  const search = (text: string, waitMs: number) => {
    setTyped(text);
    clearTimeout(pause.current);
    pause.current = setTimeout(() => onChange(text), waitMs);
  };

  return (
    <span className="group/search relative w-full md:w-72">
      <Input
        ref={input}
        type="search"
        dense
        aria-label={label}
        aria-keyshortcuts={hasKey ? '/' : undefined}
        placeholder={label}
        maxLength={MAX_SEARCH}
        before={<Search aria-hidden />}
        value={typed}
        onChange={(event) => search(event.target.value, PAUSE_MS)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(typed, 0);
          if (event.key === 'Escape') {
            if (typed === '') input.current?.blur();
            search('', 0);
          }
        }}
        className="pr-7 [&::-webkit-search-cancel-button]:hidden"
      />
      {hasKey && (
        <span className="pointer-events-none absolute inset-y-0 right-1 hidden items-center md:group-has-[input:placeholder-shown:not(:focus)]/search:flex">
          <Kbd>/</Kbd>
        </span>
      )}
    </span>
  );
}

function useFocusKey(input: { current: HTMLInputElement | null }, hasKey: boolean) {
  useLayoutEffect(() => {
    if (!hasKey) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || !isForPage(event)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [input, hasKey]);
}
