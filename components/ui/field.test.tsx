import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Field, FieldGroup } from './field.tsx';
import { Input } from './input.tsx';
import { RadioGroup } from './radio-group.tsx';
import { Select } from './select.tsx';
import { Textarea } from './textarea.tsx';

function attribute(html: string, tag: string, name: string): string | undefined {
  return new RegExp(`<${tag}[^>]* ${name}="([^"]*)"`).exec(html)?.[1];
}

describe('Field', () => {
  it.each<[string, ReactNode]>([
    ['input', <Input key="c" name="code" />],
    ['textarea', <Textarea key="c" name="code" />],
    ['select', <Select key="c" name="code" options={[{ value: 'a', label: 'A' }]} />],
  ])('joins its label, hint and error to the %s inside', (tag, control) => {
    const html = renderToStaticMarkup(
      <Field id="f" label="Code" hint="Six letters" error="Write six letters" required>
        {control}
      </Field>,
    );
    expect(attribute(html, 'label', 'for')).toBe('f');
    expect(attribute(html, tag, 'id')).toBe('f');
    expect(attribute(html, tag, 'aria-describedby')).toBe('f-error f-hint');
    expect(attribute(html, tag, 'aria-invalid')).toBe('true');
    expect(attribute(html, tag, 'aria-required')).toBe('true');
    expect(attribute(html, 'p', 'role')).toBe('alert');
  });

  it('leaves a control without error or hint undescribed and valid', () => {
    const html = renderToStaticMarkup(
      <Field id="f" label="Code">
        <Input name="code" />
      </Field>,
    );
    expect(html).not.toContain('aria-describedby');
    expect(html).not.toContain('aria-invalid');
    expect(html).not.toContain('role="alert"');
  });

  it('lets the control keep what it says of itself', () => {
    const html = renderToStaticMarkup(
      <Field id="f" label="Code" hint="Six letters">
        <Input id="own" aria-describedby="more" />
      </Field>,
    );
    expect(attribute(html, 'input', 'id')).toBe('own');
    expect(attribute(html, 'input', 'aria-describedby')).toBe('more f-hint');
  });
});

describe('FieldGroup', () => {
  it('names a group of radio buttons by its legend and describes it by its error', () => {
    const html = renderToStaticMarkup(
      <FieldGroup id="g" label="Kind" error="Choose one">
        <RadioGroup name="kind" value="b" options={['a', 'b'].map((value) => ({ value, label: value }))} />
      </FieldGroup>,
    );
    expect(attribute(html, 'fieldset', 'aria-describedby')).toBe('g-error');
    expect(html).toMatch(/<legend[^>]*>Kind<\/legend>/);
    expect(html.match(/checked=""[^>]*value="(\w)"|value="(\w)"[^>]*checked=""/)?.slice(1)).toContain('b');
    expect(html.match(/checked=""/g)).toHaveLength(1);
  });
});
