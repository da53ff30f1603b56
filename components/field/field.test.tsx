import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { CATALOG } from '#lib/domain/catalog.ts';
import { kindOf, type Field } from '#lib/domain/field.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import { FieldInput } from './field-input.tsx';
import { FieldValue } from './field-value.tsx';
import { FormField } from './form-field.tsx';

const fields = [...new Set(Object.values(CATALOG).flatMap((option) => fieldsOf(option)))];
const secrets = fields.filter((field) => kindOf(field).isSecret);
const text = (markup: string) => markup.replace(/<[^>]+>/g, '');

describe.each(fields)('the input of $path', (field: Field) => {
  const markup = renderToStaticMarkup(<FormField field={field} control={{ name: field.path }} />);

  it('bears the path as its name, and a label of its own', () => {
    expect(markup).toContain(`name="${field.path}"`);
    expect(text(markup)).toContain(kindOf(field).label);
    expect(markup).toMatch(/<label/);
  });

  it('is one of a closed list where the kind has choices', () => {
    const { choices } = kindOf(field);
    expect(markup.includes('<select')).toBe(choices !== undefined);
    for (const value of Object.keys(choices ?? {})) expect(markup).toContain(`<option value="${value}"`);
  });

  it('says which keyboard a phone should show', () => {
    const { inputMode, choices } = kindOf(field);
    if (inputMode && !choices) expect(markup).toContain(`inputMode="${inputMode}"`);
  });
});

describe('a secret', () => {
  it.each(secrets)('at $path is left alone by the browser’s memory', (field) => {
    const markup = renderToStaticMarkup(<FieldInput field={field} control={{ name: field.path }} />);
    expect(markup).toContain('autoComplete="off"');
    expect(markup).toContain('type="text"');
  });

  it('is shown masked, and whole only where asked for, with nothing between its digits to copy', () => {
    const field = secrets[0]!;
    const masked = text(renderToStaticMarkup(<FieldValue field={field} value="50100012345670" />));
    expect(masked).toBe('••••5670');
    expect(text(renderToStaticMarkup(<FieldValue field={field} value="50100012345670" whole />))).toBe(
      '50100012345670',
    );
  });
});

describe('advice below a field', () => {
  const field: Field = { path: 'method.ifsc_code', kind: 'ifsc', required: true };
  const advice = { code: 'ifsc_shape', message: 'An IFSC has 11 characters.', suggestion: 'HDFC0000325' };
  const shown = (error?: string) =>
    text(
      renderToStaticMarkup(
        <FormField field={field} control={{ name: field.path }} advice={advice} onTake={() => {}} error={error} />,
      ),
    );

  it('offers the better value, and gives way to an error', () => {
    expect(shown()).toContain('Use HDFC0000325');
    expect(shown('IFSC: this is needed.')).not.toContain('Use HDFC0000325');
  });
});

describe('a value as people read it', () => {
  it.each([
    [{ path: 'customer.state', kind: 'state' }, 'DL', 'Delhi (DL)'],
    [{ path: 'language', kind: 'language' }, 'en', 'en'],
    [{ path: 'test', kind: 'flag' }, 'true', 'Yes'],
    [{ path: 'test', kind: 'flag' }, 'false', 'No'],
    [{ path: 'method.ifsc_code', kind: 'ifsc' }, 'HDFC0000325', 'HDFC0000325'],
  ] as const)('%o holding %s', (field, value, seen) => {
    expect(text(renderToStaticMarkup(<FieldValue field={field} value={value} />))).toBe(seen);
  });
});
