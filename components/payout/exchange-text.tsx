import { CopyButton } from '#components/ui/copy-button.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import type { Exchange } from '#lib/domain/timeline-entry.ts';

/** What went over the wire, folded; secrets and account numbers are masked before it comes here. */
export function ExchangeText({ exchange: { title, text } }: { exchange: Exchange }) {
  return (
    <Disclosure summary={<span className="text-sm">{title}</span>} className="max-w-full">
      {text === null ? (
        <p className="text-sm text-fg-soft">It was sealed with another key and cannot be shown here.</p>
      ) : (
        <div className="relative">
          <pre
            tabIndex={0}
            role="region"
            aria-label={title}
            className="max-h-96 overflow-auto whitespace-pre-wrap break-words rounded border border-line bg-sunken py-2 pl-3 pr-9 text-xs"
          >
            {text || '(empty)'}
          </pre>
          <span className="absolute right-1.5 top-1.5">
            <CopyButton value={text} label={`Copy the ${title.toLowerCase()}`} />
          </span>
        </div>
      )}
    </Disclosure>
  );
}
