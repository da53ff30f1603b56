import { Search } from 'lucide-react';
import Form from 'next/form';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { auditAddress, type AuditFilter } from '#lib/domain/audit-filter.ts';
import type { AuditPage } from '#lib/audit/list-audit.ts';

const OUTCOMES = [
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
];

/** Narrows the audit trail by its address; works without scripts. */
export function AuditFilterForm({ filter, choices }: { filter: AuditFilter; choices: AuditPage['choices'] }) {
  const { q, verb, actor, day, subject, outcome } = filter;
  const isNarrowed = auditAddress(filter) !== '/audit';
  return (
    <Form
      action="/audit"
      role="search"
      aria-label="Audit trail"
      className="grid grid-cols-2 items-end gap-3 md:grid-cols-[minmax(10rem,2fr)_repeat(5,minmax(6rem,1fr))_auto]"
    >
      <Field label="Search" className="max-md:col-span-2">
        <Input dense name="q" type="search" maxLength={100} defaultValue={q} before={<Search aria-hidden />} />
      </Field>
      <Field label="Verb">
        <Select
          dense
          name="verb"
          placeholder="Any"
          defaultValue={verb}
          options={choices.verbs.map((one) => ({ value: one, label: one }))}
        />
      </Field>
      <Field label="Who">
        <Select
          dense
          name="actor"
          placeholder="Anybody"
          defaultValue={actor}
          options={choices.actors.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
      <Field label="Outcome">
        <Select dense name="outcome" placeholder="Any" defaultValue={outcome} options={OUTCOMES} />
      </Field>
      <Field label="Day (India)">
        <Input dense name="day" type="date" defaultValue={day} />
      </Field>
      <Field label="About">
        <Input dense mono name="subject" maxLength={100} placeholder="id" defaultValue={subject} />
      </Field>
      <div className="flex gap-2 max-md:col-span-2">
        <Button type="submit" dense>
          Search
        </Button>
        {isNarrowed && (
          <ButtonLink href="/audit" variant="ghost" dense>
            Clear
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
