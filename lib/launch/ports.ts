import { createServer } from 'node:net';
import { StartProblem } from './start-problem.ts';

export interface WantedPort {
  /** The variable that sets it, named in the message. */
  variable: string;
  port: number;
  /** The address it will listen on; every address when absent. */
  host?: string;
}

/** Throws `StartProblem` naming each variable whose port is taken by someone else or named twice. */
export async function assertPortsFree(wanted: WantedPort[]): Promise<void> {
  const problems: string[] = [];
  for (const [index, { variable, port, host }] of wanted.entries()) {
    const twin = wanted.slice(0, index).find((other) => other.port === port);
    if (twin) problems.push(`${variable} and ${twin.variable} are both ${port}: give each its own port.`);
    else if (!(await isFree(port, host))) {
      problems.push(`Port ${port} is busy: stop what listens there, or set ${variable} to another port.`);
    }
  }
  if (problems.length > 0) throw new StartProblem(problems.join('\n'));
}

function isFree(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return resolve(false);
      if (error.code === 'EACCES')
        return reject(new StartProblem(`Port ${port} needs more rights than this user has.`));
      if (error.code === 'EADDRNOTAVAIL') return reject(new StartProblem(`This machine has no address ${host}.`));
      reject(error);
    });
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}
