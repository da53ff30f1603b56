import { FieldValue } from '#components/field/field-value.tsx';
import { cn } from '#components/ui/cn.ts';
import { COMMON_FIELDS } from '#lib/domain/catalog.ts';
import { describeAmountRule, describeLimit } from '#lib/domain/describe-rule.ts';
import { kindOf, type Field } from '#lib/domain/field.ts';
import type { Option } from '#lib/domain/option.ts';
import { Cell, Head, RowHead, Table } from '../../_components/table.tsx';

/** Every field of an option: what it is, where it goes in the request, what it may hold. */
export function FieldTable({ option }: { option: Option }) {
  const head = ['Field', 'Needed', 'In the request', 'Limit', 'For example'].map((name) => (
    <Head key={name}>{name}</Head>
  ));
  return (
    <Table label="Table of fields" head={head}>
      {option.fields.map((field) => (
        <Row key={field.path} field={field} limit={describeLimit(field)} />
      ))}
      <tr className="bg-sunken">
        <th scope="rowgroup" colSpan={head.length} className="px-3 py-1.5 text-left text-xs font-medium text-fg-soft">
          As in every option
        </th>
      </tr>
      {COMMON_FIELDS.map((field) => (
        <Row key={field.path} field={field} limit={limitOf(field, option)} />
      ))}
    </Table>
  );
}

const limitOf = (field: Field, option: Option) =>
  field.kind === 'amount' ? describeAmountRule(option.amount) : describeLimit(field);

function Row({ field, limit }: { field: Field; limit: string | null }) {
  const { label, hint, sample } = kindOf(field);
  return (
    <tr className="hover:bg-hover">
      <RowHead className="min-w-44">
        {label}
        {hint && <span className="block text-xs font-normal text-fg-faint">{hint}</span>}
      </RowHead>
      <Cell className={cn('whitespace-nowrap', !field.required && 'text-fg-faint')}>
        {field.required ? 'required' : 'optional'}
      </Cell>
      <Cell className="whitespace-nowrap">
        <code>{field.path}</code>
      </Cell>
      <Cell className="min-w-36 text-fg-soft">{limit}</Cell>
      <Cell className="whitespace-nowrap">
        {/* Made up, so there is nothing to hide. */}
        <FieldValue field={field} value={sample} whole />
      </Cell>
    </tr>
  );
}
