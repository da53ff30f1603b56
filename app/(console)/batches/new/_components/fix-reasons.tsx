import { cn } from '#components/ui/cn.ts';
import { labelOf } from '#lib/domain/batch/file-session.ts';
import type { Finding } from '#lib/domain/batch/finding.ts';

/** What is to be known of a row, one line; the whole of it on hover. */
export function FixReasons({ findings }: { findings: Finding[] }) {
  const text = findings.map(({ key, message, suggestion }) => {
    const offer = suggestion === undefined ? '' : ` Meant: ${suggestion}`;
    return `${labelOf(key)}: ${message.replace(new RegExp(`^${labelOf(key)}: `), '')}${offer}`;
  });
  const blocks = findings.some((one) => one.blocks);
  return (
    <p
      title={text.join('\n')}
      className={cn('truncate pl-[4.5rem] pt-1 text-xs', blocks ? 'text-danger-fg' : 'text-warning-fg')}
    >
      {text.length === 0 ? <span className="text-success-fg">Corrected: it can be paid now.</span> : text.join(' · ')}
    </p>
  );
}
