'use client';

import { useMemo, useState } from 'react';
import { useForm, type UseFormReturn } from 'react-hook-form';
import type { PayableConnection } from '#lib/connections/list-payable-connections.ts';
import { carryOver } from '#lib/domain/carry-over.ts';
import { kindOf } from '#lib/domain/field.ts';
import { findOption } from '#lib/domain/find-option.ts';
import { fieldsOf, type Instruction } from '#lib/domain/instruction.ts';
import { lookUp } from '#lib/domain/request.ts';
import type { TypedValues } from '#lib/domain/sample.ts';
import { REPEAT } from './repeat.ts';
import { resolverFor, type Target } from './typed-values.ts';

export type PayoutFields = UseFormReturn<TypedValues, unknown, Instruction>;

export interface PayoutFormState {
  form: PayoutFields;
  target: Target;
  connection: PayableConnection;
  /** Connections of the chosen option. */
  siblings: PayableConnection[];
  chooseOption(code: string): void;
  chooseConnection(id: string | undefined): void;
}

/** Holds what is typed, and for which option and connection; a change of option keeps what both options ask for. */
export function usePayoutForm(connections: PayableConnection[], firstOption: string): PayoutFormState {
  const [code, setCode] = useState(firstOption);
  const [connectionId, chooseConnection] = useState<string>();
  const siblings = connections.filter(({ option }) => option === code);
  const connection = siblings.find(({ id }) => id === connectionId) ?? siblings[0];
  const option = findOption(code);
  if (!option || !connection) throw new Error(`option ${code} has no connection or is not in the catalog`);
  const fixedTest = connection.mode === 'either' ? undefined : connection.mode === 'test';
  const target = useMemo(() => ({ code, option, fixedTest }), [code, option, fixedTest]);
  const resolver = useMemo(() => resolverFor(target), [target]);
  const form = useForm<TypedValues, unknown, Instruction>({ mode: 'onTouched', shouldFocusError: false, resolver });

  function chooseOption(next: string) {
    const to = findOption(next);
    if (!to || next === code || !connections.some((one) => one.option === next)) return;
    const before = form.getValues();
    const kept = carryOver(target.option, to, before);
    for (const { path } of fieldsOf(to)) {
      if (lookUp(kept, path) !== lookUp(before, path)) form.setValue(path, lookUp(kept, path));
    }
    form.clearErrors();
    setCode(next);
  }

  return { form, target, connection, siblings, chooseOption, chooseConnection };
}

/** Names of the inputs in the order in which they stand on the page. */
export function inputNames({ option }: Target): string[] {
  return fieldsOf(option).flatMap((field) => (kindOf(field).isSecret ? [field.path, REPEAT] : [field.path]));
}
