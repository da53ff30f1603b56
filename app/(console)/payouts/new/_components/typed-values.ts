import { zodResolver } from '@hookform/resolvers/zod';
import type { Resolver, ResolverResult } from 'react-hook-form';
import { cleanField, type Field } from '#lib/domain/field.ts';
import { fieldsOf, newInstruction, type Instruction } from '#lib/domain/instruction.ts';
import type { Option } from '#lib/domain/option.ts';
import { lookUp } from '#lib/domain/request.ts';
import { withValue, type TypedValues } from '#lib/domain/sample.ts';
import { REPEAT, repeatProblem } from './repeat.ts';

/** What is to be paid, as far as it is chosen: the option and, where its connection allows only one, test or not. */
export interface Target {
  code: string;
  option: Option;
  fixedTest?: boolean;
}

/** Takes from everything typed what the chosen option asks for; fields of other options stay behind. */
export function typedFor({ code, option, fixedTest }: Target, values: TypedValues): TypedValues {
  const typed = fieldsOf(option).reduce<TypedValues>((kept, { path }) => withValue(kept, path, lookUp(values, path)), {
    option: code,
  });
  return fixedTest === undefined ? typed : { ...typed, test: fixedTest };
}

/** Cleans typed text as it would be sent; far too long text is left for the schema to refuse. */
export function cleanTyped(field: Field, value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.length > 2000 ? value : cleanField(field, value);
}

/** Everything typed so far as it would be sent, by path; wrong values included. */
export function cleanedValues(option: Option, values: TypedValues): Record<string, string> {
  const cleaned = fieldsOf(option).map((field) => [field.path, cleanTyped(field, lookUp(values, field.path))] as const);
  return Object.fromEntries(cleaned.filter(([, value]) => value !== ''));
}

/** Checks a form by the schema the server uses, and that both account numbers agree. */
export function resolverFor(target: Target): Resolver<TypedValues, unknown, Instruction> {
  const bySchema = zodResolver(newInstruction) as unknown as Resolver<TypedValues, unknown, Instruction>;
  return async (values, context, options) => {
    const result = await bySchema(typedFor(target, values), context, options);
    const message = repeatProblem(target.option, values);
    if (message === null) return result;
    const errors = { ...result.errors, [REPEAT]: { type: 'repeat', message } };
    return { values: {}, errors } as ResolverResult<TypedValues, Instruction>;
  };
}
