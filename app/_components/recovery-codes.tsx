'use client';

import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** Ten codes, shown this once; the way on is to say that they are kept. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warning" title="Keep these recovery codes" announce>
        Each of them works once in place of a lost telephone or key. They are not shown again. Print them, or put them
        into your password manager.
      </Notice>
      <div className="flex items-start gap-2 rounded border border-line bg-sunken p-3">
        <ul aria-label="Recovery codes" className="grid min-w-0 flex-1 grid-cols-2 gap-x-4 gap-y-1 font-mono text-sm">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <CopyButton value={codes.join('\n')} label="Copy the recovery codes" />
      </div>
      <Button variant="primary" onClick={onKept}>
        I have kept them
      </Button>
    </div>
  );
}
