import { Amount } from '#components/payout/amount.tsx';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { Time } from '#components/ui/time.tsx';
import { totalPaise, type Certificate } from '#lib/domain/certificate.ts';

/** What a certificate says, for people. */
export function CertificateFacts({ certificate }: { certificate: Certificate }) {
  const { rows, sums, filter, order, columns, zone, accounts, snapshotAt, sha256, fileName } = certificate;
  return (
    <DescriptionList>
      <DescriptionRow term="File">
        <span className="break-words">{fileName}</span>
      </DescriptionRow>
      <DescriptionRow term="Payouts">
        {count(rows)}, <Amount minor={totalPaise(certificate)} />
      </DescriptionRow>
      {sums.map(({ status, rows: ofStatus, paise }) => (
        <DescriptionRow key={status} term={status}>
          {count(ofStatus)}, <Amount minor={BigInt(paise)} />
        </DescriptionRow>
      ))}
      <DescriptionRow term="Filter">{filter}</DescriptionRow>
      <DescriptionRow term="Order">{order}</DescriptionRow>
      <DescriptionRow term="Columns">{columns.join(', ')}</DescriptionRow>
      <DescriptionRow term="Times in">{zone}</DescriptionRow>
      <DescriptionRow term="Accounts">{accounts === 'full' ? 'In full' : 'Masked'}</DescriptionRow>
      <DescriptionRow term="As of">
        <Time value={snapshotAt} />
      </DescriptionRow>
      <DescriptionRow term="SHA-256" copy={sha256} mono>
        <span className="break-all">{sha256}</span>
      </DescriptionRow>
    </DescriptionList>
  );
}

const count = (rows: number): string => rows.toLocaleString('en-IN');
