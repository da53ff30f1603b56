import { cn } from '#components/ui/cn.ts';
import { kindOf, type Field } from '#lib/domain/field.ts';
import { maskTail } from '#lib/domain/text.ts';
import { isCode } from './is-code.ts';

/** A field's value as people read it. A secret is masked, unless `whole` asks to show it for a check. */
export function FieldValue({ field, value, whole = false }: { field: Field; value: string; whole?: boolean }) {
  const { choices, isSecret } = kindOf(field);
  if (isSecret) return whole ? <Grouped text={value} /> : <span className="font-mono">{maskTail(value, 4)}</span>;
  if (field.kind === 'flag') return value === 'true' ? 'Yes' : 'No';
  const label = choices?.[value];
  if (label !== undefined && label !== value) return `${label} (${value})`;
  return <span className={cn(isCode(field) && 'font-mono')}>{value}</span>;
}

/** Long numbers in groups of four, as on a cheque; the gaps are space between boxes, so that a copy has no blanks. */
function Grouped({ text }: { text: string }) {
  const groups = text.match(/.{1,4}/gsu) ?? [];
  return (
    <span className="font-mono">
      {groups.map((group, at) => (
        <span key={at} className="mr-1.5 last:mr-0">
          {group}
        </span>
      ))}
    </span>
  );
}
