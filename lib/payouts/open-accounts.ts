import type { Vault } from '../server/vault.ts';

const LF = 0x0a;

/**
 * Gives a function that puts account numbers where a file has them sealed between marks (see `exportSql`). It takes
 * the file chunk by chunk, cut anywhere, and keeps an unfinished line until its end has come; COPY ends every line.
 */
export function openAccounts(vault: Pick<Vault, 'open'>, mark: string): (chunk: Uint8Array) => Buffer {
  const sealed = new RegExp(`${mark}([\\da-f-]{36}):([\\da-f]+)${mark}`, 'g');
  let rest = Buffer.alloc(0);
  return (chunk) => {
    const all = Buffer.concat([rest, chunk]);
    const end = all.lastIndexOf(LF) + 1;
    rest = all.subarray(end);
    const text = all.toString('utf8', 0, end);
    return Buffer.from(
      text.replace(sealed, (_, id: string, hex: string) => vault.open(Buffer.from(hex, 'hex'), `payout:${id}`)),
    );
  };
}
