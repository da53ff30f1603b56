import { Circle } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { describeLimit } from '#lib/domain/describe-rule.ts';
import { kindOf, type Field } from '#lib/domain/field.ts';
import { splitPath } from '#lib/domain/instruction.ts';
import { OptionLink } from './option-table.tsx';
import { Cell, Head, RowHead, Table } from './table.tsx';

const OPTIONS = Object.entries(CATALOG);

/** Which option asks for which field, side by side. */
export function FieldMatrix() {
  const rows = distinctFields();
  const head = (
    <>
      <Head className="sticky left-0 z-10 bg-sunken">Field</Head>
      {OPTIONS.map(([code]) => (
        <Head key={code} className="text-center!">
          <OptionLink code={code} />
        </Head>
      ))}
    </>
  );
  return (
    <section aria-labelledby="matrix-title">
      <h2 id="matrix-title" className="text-lg font-semibold">
        Fields
      </h2>
      <p className="mb-3 mt-1 flex flex-wrap gap-x-5 gap-y-1 text-sm text-fg-soft">
        <span className="flex items-center gap-1.5">
          <Dot isRequired /> required
        </span>
        <span className="flex items-center gap-1.5">
          <Dot /> optional
        </span>
        <span>Every option also asks for an amount and a description.</span>
      </p>
      <Table label="Table of fields by option" head={head}>
        {rows.map((field) => (
          <tr key={field.path} className="group hover:bg-hover">
            <RowHead className="sticky left-0 min-w-40 bg-surface group-hover:bg-hover">
              {kindOf(field).label}
              <code className="block whitespace-nowrap font-normal text-fg-faint">{field.path}</code>
            </RowHead>
            {OPTIONS.map(([code, option]) => (
              <Mark key={code} field={option.fields.find(({ path }) => path === field.path)} />
            ))}
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** Every field once: by section of the request, those of one kind beside each other. */
function distinctFields(): Field[] {
  const fields = OPTIONS.flatMap(([, option]) => option.fields);
  const places = (read: (field: Field) => string | null) => {
    const seen = [...new Set(fields.map(read))];
    return (field: Field) => seen.indexOf(read(field));
  };
  const section = places(({ path }) => splitPath(path)[0]);
  const kind = places((field) => field.kind);
  return fields
    .filter(({ path }, at) => fields.findIndex((other) => other.path === path) === at)
    .sort((a, b) => section(a) - section(b) || kind(a) - kind(b));
}

function Mark({ field }: { field?: Field }) {
  if (!field) return <Cell />;
  return (
    <Cell className="text-center">
      <span className="inline-flex flex-col items-center">
        <Dot isRequired={field.required} />
        <span className="sr-only">{field.required ? 'required' : 'optional'}</span>
        <span className="whitespace-nowrap text-xs text-fg-faint">
          {describeLimit(field)?.replace(/^up to (\d+).*/, 'max $1')}
        </span>
      </span>
    </Cell>
  );
}

function Dot({ isRequired = false }: { isRequired?: boolean }) {
  return <Circle aria-hidden className={cn('my-1 size-2.5 text-accent-ink', isRequired && 'fill-current')} />;
}
