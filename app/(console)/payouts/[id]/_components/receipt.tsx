import { ExternalLink } from 'lucide-react';

/** The receipt as the gateway gave it: a link where it is a web address, plain text where it is anything else. */
export function Receipt({ url }: { url: string }) {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address?.protocol !== 'https:' && address?.protocol !== 'http:') {
    return <span className="break-all font-mono text-sm">{url}</span>;
  }
  return (
    <a
      href={address.href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-baseline gap-1 break-all rounded-sm text-accent-ink underline-offset-2 hover:underline"
    >
      {address.host}
      {address.pathname}
      <ExternalLink aria-hidden className="size-3 shrink-0 self-center" />
      <span className="sr-only">(opens in a new window)</span>
    </a>
  );
}
