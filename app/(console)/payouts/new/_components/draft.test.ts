import { describe, expect, it } from 'vitest';
import { CATALOG } from '#lib/domain/catalog.ts';
import { kindOf } from '#lib/domain/field.ts';
import { accountFieldOf, fieldsOf } from '#lib/domain/instruction.ts';
import { lookUp } from '#lib/domain/request.ts';
import { sampleValues, withValue } from '#lib/domain/sample.ts';
import { readDraft, resumable, writeDraft, type Draft } from './draft.ts';
import { REPEAT } from './repeat.ts';

const page = '3d6f0f4e-8c35-4d0e-9a55-6a0c9d0f0b11';
const other = '9b1f2f7e-1111-4222-8333-444455556666';
const head = { id: page, pageId: page, owner: 'maker', isSent: false };

describe.each(Object.entries(CATALOG))('a draft of option %s', (code, option) => {
  const account = '90817263544556';
  const typed = { ...withValue(sampleValues(code, option), accountFieldOf(option).path, account), [REPEAT]: account };

  it('never holds the account number, whatever other option it was typed under', () => {
    const strayed = Object.values(CATALOG).reduce(
      (values, one) => withValue(values, accountFieldOf(one).path, account),
      typed,
    );
    expect(writeDraft({ ...head, option: code }, strayed)).not.toContain(account);
  });

  it('holds everything else that was typed', () => {
    const draft = readDraft(writeDraft({ ...head, option: code }, typed), 'maker');
    for (const field of fieldsOf(option).filter((one) => !kindOf(one).isSecret)) {
      expect(draft?.values[field.path], field.path).toBe(String(lookUp(typed, field.path)));
    }
  });
});

describe('a draft', () => {
  const [code = ''] = Object.keys(CATALOG);
  const text = writeDraft({ ...head, option: code }, { description: 'Rent' });
  const draft = readDraft(text, 'maker') as Draft;

  it('is nobody else’s', () => {
    expect(readDraft(text, 'somebody')).toBeNull();
  });

  it('is forgotten when it cannot be read', () => {
    expect(readDraft('{', 'maker')).toBeNull();
    expect(readDraft('{"id":"1"}', 'maker')).toBeNull();
    expect(readDraft(text.replace(`"option":"${code}"`, '"option":"ZZ"'), 'maker')).toBeNull();
    expect(readDraft(null, 'maker')).toBeNull();
  });

  it('goes on with its id in a page rendered anew, until it is sent', () => {
    expect(resumable(draft, other)?.id).toBe(page);
    expect(resumable({ ...draft, isSent: true }, other)).toBeNull();
  });

  it('comes back after it was sent only where the same page is shown again', () => {
    expect(resumable({ ...draft, isSent: true }, page)?.isSent).toBe(true);
  });

  it('leaves out what is too long for any field, and keeps the rest', () => {
    const kept = readDraft(
      writeDraft({ ...head, option: code }, { description: 'x'.repeat(10_000_000), amount: '500' }),
      'maker',
    );
    expect(kept?.values).toEqual({ amount: '500' });
  });

  it('remembers only fields it knows', () => {
    expect(writeDraft({ ...head, option: code }, { description: 'Rent', note: 'unknown-text' })).not.toContain(
      'unknown-text',
    );
  });
});
