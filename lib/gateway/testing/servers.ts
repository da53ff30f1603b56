import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface TrialServer {
  origin: string;
  port: number;
  connections: number;
  /** All bytes that arrived, as text. */
  received: string;
  close(): Promise<void>;
}

/** Starts a bare TCP server on loopback that does with a connection what is asked, once the first bytes have come. */
export function tcpServer(
  onData: (socket: Socket) => void,
  onConnect?: (socket: Socket) => void,
): Promise<TrialServer> {
  return listen(createServer(), (trial, socket) => {
    onConnect?.(socket);
    let isFirst = true;
    socket.on('data', (bytes) => {
      trial.received += bytes.toString('latin1');
      if (isFirst) onData(socket);
      isFirst = false;
    });
  });
}

/** Starts an HTTP server on loopback. */
export function httpServer(listener: RequestListener): Promise<TrialServer> {
  return listen(createHttpServer(listener));
}

/** Waits until a server listens on a free port of loopback and watches its connections. */
export async function listen(
  server: Server,
  onConnection?: (trial: TrialServer, socket: Socket) => void,
): Promise<TrialServer> {
  const sockets = new Set<Socket>();
  const trial: TrialServer = {
    origin: '',
    port: 0,
    connections: 0,
    received: '',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  server.on('connection', (socket: Socket) => {
    trial.connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onConnection?.(trial, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  trial.port = (server.address() as AddressInfo).port;
  trial.origin = `http://127.0.0.1:${trial.port}`;
  return trial;
}
