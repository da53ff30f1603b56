import { Download } from 'lucide-react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Progress } from '#components/ui/progress.tsx';
import type { ExportView } from '#lib/exports/read-export.ts';
import { CertificateFacts } from '../../_components/certificate-facts.tsx';
import { certificatePath } from './use-export.ts';

/** How an export goes, and at its end what it is certified to hold. */
export function ExportProgress({ view }: { view: ExportView | null }) {
  if (!view) return <Progress label="Export" detail="Asking for the file" />;
  if (view.state === 'broken') {
    return (
      <Notice tone="danger" title="The export broke off" announce>
        {view.problem ?? 'The server that sent it is gone.'} The file is not whole and has no certificate: throw it away
        and export again.
      </Notice>
    );
  }
  if (view.state === 'running') {
    return (
      <Progress label="Export" value={view.rows} max={Math.max(view.expectedRows ?? 1, 1)} detail={detailOf(view)} />
    );
  }
  return (
    <div className="grid gap-3">
      <Notice tone="success" title="The file is whole" announce>
        Keep the certificate beside it: together they prove that nothing is missing.
      </Notice>
      {view.certificate && <CertificateFacts certificate={view.certificate} />}
      <ButtonLink download icon={<Download aria-hidden />} href={certificatePath(view.id)}>
        Certificate
      </ButtonLink>
    </div>
  );
}

function detailOf({ rows, expectedRows, elapsedMs }: ExportView): string {
  if (expectedRows === null) return 'Counting';
  const rate = rows / Math.max(elapsedMs / 1_000, 0.5);
  const done = `${words(rows)} of ${words(expectedRows)} rows`;
  if (rate === 0) return done;
  const seconds = Math.ceil((expectedRows - rows) / rate);
  const left = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return `${done} · ${words(Math.round(rate))} rows a second · ${left} to go`;
}

const words = (count: number): string => count.toLocaleString('en-IN');
