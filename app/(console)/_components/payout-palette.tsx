'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { Amount } from '#components/payout/amount.tsx';
import { StateBadge } from '#components/payout/state-badge.tsx';
import { type Destination, Palette } from '#components/shell/palette.tsx';
import { readSearch } from '#lib/domain/filter.ts';
import type { PayoutPage } from '#lib/payouts/list-payouts.ts';
import { ask } from '../payouts/_components/ask.ts';

const SHOWN = 6;
const LEAST_LETTERS = 2;
const PAUSE_MS = 200;

/** The palette with the payouts that fit what is typed. */
export function PayoutPalette(props: {
  pages: readonly Destination[];
  deeds: readonly Destination[];
  onClose: () => void;
}) {
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const q = readSearch(useDeferredValue(typed)) ?? '';
  const isAsked = q.length >= LEAST_LETTERS;
  const { data, isFetching } = useQuery({
    queryKey: ['palette', q],
    enabled: isAsked,
    async queryFn({ signal }) {
      // While one types, each letter stops the question of the one before.
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      signal.throwIfAborted();
      return ask<PayoutPage>(`/api/payouts?${new URLSearchParams({ q })}`, signal);
    },
  });
  const found = isAsked ? (data?.rows.slice(0, SHOWN) ?? []) : [];
  return (
    <Palette
      {...props}
      typed={typed}
      onTyped={setTyped}
      isSearching={isFetching}
      found={found.map(({ id, beneficiary, amountMinor, state }) => ({
        href: `/payouts/${id}`,
        label: beneficiary,
        detail: (
          <>
            <Amount minor={amountMinor} className="text-fg-soft" />
            <StateBadge state={state} />
          </>
        ),
      }))}
      onGo={(href) => {
        props.onClose();
        router.push(href);
      }}
    />
  );
}
