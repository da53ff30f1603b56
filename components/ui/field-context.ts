'use client';

import { createContext, useContext } from 'react';

export type FieldWiring = { id: string; describedBy?: string; invalid: boolean; required: boolean };

export const FieldContext = createContext<FieldWiring | null>(null);

type Wirable = { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: unknown; 'aria-required'?: unknown };

/** Gives a control the id, description and validity of the Field around it; what the control says itself wins. */
export function useFieldWiring<P extends Wirable>(props: P): P {
  const field = useContext(FieldContext);
  if (!field) return props;
  return {
    ...props,
    id: props.id ?? field.id,
    'aria-describedby': [props['aria-describedby'], field.describedBy].filter(Boolean).join(' ') || undefined,
    'aria-invalid': props['aria-invalid'] ?? (field.invalid || undefined),
    'aria-required': props['aria-required'] ?? (field.required || undefined),
  };
}
