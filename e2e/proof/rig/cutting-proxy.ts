import { connect, createServer, type Socket } from 'node:net';

/** Where a connection to the database breaks around a statement that matters. */
export const CUTS = ['before it arrives', 'when it has arrived', 'before its result is read'] as const;
export type Cut = (typeof CUTS)[number];

/** A way to the database that cuts connections at commits and at statements that commit by themselves. */
export interface CuttingProxy {
  /** Cuts so far. */
  cuts: Record<Cut, number>;
  /** How likely a commit is cut, 0 to 1. */
  setRate(rate: number): void;
  close(): void;
}

/** `commit`, the claim, the sent mark, and what stores a notification. */
const MATTERS = /commit|with bucket as|with held as|insert into "notification"/;

/** Listens on a port of this machine and passes everything on to another one. */
export function startCuttingProxy(port: number, to: number): Promise<CuttingProxy> {
  const cuts: Record<Cut, number> = {
    'before it arrives': 0,
    'when it has arrived': 0,
    'before its result is read': 0,
  };
  let rate = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    let isWaiting = false;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => end());
      socket.on('close', () => end());
    }
    const end = () => [client, upstream].forEach((socket) => (socket.destroy(), open.delete(socket)));
    const cut = (kind: Cut) => {
      cuts[kind] += 1;
      end();
    };
    client.on('data', (chunk) => {
      if (!MATTERS.test(chunk.toString('latin1')) || Math.random() >= rate) return void upstream.write(chunk);
      const kind = CUTS[Math.floor(Math.random() * CUTS.length)] ?? CUTS[0];
      if (kind === 'before it arrives') return cut(kind);
      isWaiting = kind === 'before its result is read';
      upstream.write(chunk, () => isWaiting || cut(kind));
    });
    upstream.on('data', (chunk) => (isWaiting ? cut('before its result is read') : client.write(chunk)));
  });
  return new Promise((done) =>
    server.listen(port, '127.0.0.1', () =>
      done({
        cuts,
        setRate: (value) => (rate = value),
        close() {
          server.close();
          open.forEach((socket) => socket.destroy());
        },
      }),
    ),
  );
}
