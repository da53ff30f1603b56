'use client';

import { useEffect, useState } from 'react';
import { findOption } from '#lib/domain/find-option.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import { lookUp } from '#lib/domain/request.ts';
import { readDraft, resumable, writeDraft } from './draft.ts';
import { newId } from './new-id.ts';
import type { PayoutFormState } from './use-payout-form.ts';

const KEY = 'paydesk.new-payout';
const PLACE = 'paydeskPage';

export interface DraftKeeper {
  /** The payout this form makes. */
  id: string;
  /** The payout exists already: the page was come back to. */
  isSent: boolean;
  /** False until the browser has taken over and the draft, if there is one, is in the fields. */
  isReady: boolean;
  markSent(): void;
  /** The next sending makes another payout. */
  startAnew(): void;
}

export interface DraftOptions {
  freshId: string;
  owner: string;
  asked: { option: string; isExplicit: boolean };
}

/** Keeps what was typed, but for secrets, in this tab's storage, and puts it back after a reload or a new sign-in. */
export function useDraft(state: PayoutFormState, { freshId, owner, asked }: DraftOptions): DraftKeeper {
  const { form, target, connection, chooseOption, chooseConnection } = state;
  const [{ id, pageId, isSent, isReady }, setHead] = useState(() => newHead(freshId));

  useEffect(() => {
    const place = placeInHistory(freshId);
    const draft = resumable(readDraft(fromStorage(), owner), place);
    // The server cannot see this storage, so the draft is taken up only once the page has come to life.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setHead({ id: draft?.id ?? freshId, pageId: place, isSent: draft?.isSent ?? false, isReady: true });
    // Chosen or typed before the browser had taken over: what stands in the page is newer than the draft.
    const chosen = document.querySelector<HTMLInputElement>('input[name="option"]:checked')?.value;
    const isUntouched = chosen === undefined || chosen === asked.option;
    if (!isUntouched) chooseOption(chosen);
    if (!draft) return;
    if (isUntouched && !asked.isExplicit) chooseOption(draft.option);
    chooseConnection(draft.connectionId);
    const flags = fieldsOf(findOption(draft.option) ?? target.option).filter(({ kind }) => kind === 'flag');
    for (const [path, value] of Object.entries(draft.values)) {
      const isFlag = flags.some((flag) => flag.path === path);
      if (isFlag || !lookUp(form.getValues(), path)) form.setValue(path, isFlag ? value === 'true' : value);
    }
    // Once, when the page comes to life.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    if (!isReady) return;
    const head = { id, pageId, owner, option: target.code, connectionId: connection.id, isSent };
    const save = () => toStorage(writeDraft(head, form.getValues()));
    save();
    return form.subscribe({ formState: { values: true }, callback: save });
  }, [form, isReady, id, pageId, isSent, owner, target.code, connection.id]);

  return {
    id,
    isSent,
    isReady,
    markSent: () => setHead((head) => ({ ...head, isSent: true })),
    startAnew: () => setHead((head) => ({ ...head, id: newId(), isSent: false })),
  };
}

const newHead = (freshId: string) => ({ id: freshId, pageId: freshId, isSent: false, isReady: false });

// Come back to by the Back button the page may be rendered anew, with another id; its place in the history is the same.
function placeInHistory(freshId: string): string {
  const { state } = window.history;
  const known: unknown = state?.[PLACE];
  if (typeof known === 'string') return known;
  window.history.replaceState({ ...state, [PLACE]: freshId }, '');
  return freshId;
}

// A browser may forbid storage; the form works without, it only forgets.
function fromStorage(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function toStorage(text: string): void {
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    return;
  }
}
