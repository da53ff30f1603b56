import type { Catalog } from '../catalog.ts';
import type { ConnectionMode } from '../new-connection.ts';
import { plainName } from './batch-column.ts';
import type { Finding } from './finding.ts';

/** A connection as a file's rows may choose it. */
export interface BatchConnection {
  id: string;
  name: string;
  option: string;
  mode: ConnectionMode;
}

/** Where rows go that do not say so themselves. */
export interface Routing {
  mapping: readonly (string | null)[];
  connections: readonly BatchConnection[];
  /** For every row without a connection or an option of its own. */
  connectionId?: string;
  /** Option code to the connection its rows go through, where there are several. */
  through?: Readonly<Record<string, string>>;
}

type Routed = { connection: BatchConnection } | { finding: Finding };

/** Builds the choice of a row's connection: its own, else its option's, else the one chosen for all. */
export function createRouter(routing: Routing, catalog: Catalog): (cells: readonly string[]) => Routed {
  const { mapping, connections, connectionId, through = {} } = routing;
  const connectionAt = mapping.indexOf('connection');
  const optionAt = mapping.indexOf('option');
  const known = new Map<string, Routed>();
  const byId = (id: string | undefined) => connections.find((one) => one.id === id);

  const resolve = (named: string, code: string): Routed => {
    if (named !== '') {
      const found = byId(named) ?? connections.find(({ name }) => plainName(name) === plainName(named));
      if (!found) return { finding: unclear('connection', `There is no connection “${named}”.`) };
      if (code !== '' && code.toUpperCase() !== found.option) {
        return {
          finding: unclear('option', `${found.name} belongs to option ${found.option}, this row says ${code}.`),
        };
      }
      return { connection: found };
    }
    if (code !== '') {
      const option = code.toUpperCase();
      if (!Object.hasOwn(catalog, option)) return { finding: unclear('option', `There is no option “${code}”.`) };
      const fitting = connections.filter((one) => one.option === option);
      const found =
        byId(through[option]) ?? (fitting.length === 1 ? fitting[0] : fitting.find(({ id }) => id === connectionId));
      if (found) return { connection: found };
      const message =
        fitting.length === 0 ? `No connection has option ${option}.` : `Choose the connection for option ${option}.`;
      return { finding: unclear('option', message) };
    }
    const all = byId(connectionId);
    return all
      ? { connection: all }
      : { finding: unclear('option', 'Choose the connection that these rows go through.') };
  };

  return (cells) => {
    // Asking an array for its place -1 is slow, and most files have one of the two.
    const named = connectionAt < 0 ? '' : (cells[connectionAt] ?? '').trim();
    const code = optionAt < 0 ? '' : (cells[optionAt] ?? '').trim();
    const key = named === '' ? code : `${named}\n${code}`;
    const before = known.get(key);
    if (before) return before;
    const routed = resolve(named, code);
    // A file may name as many connections as it has rows.
    if (known.size < 1_000) known.set(key, routed);
    return routed;
  };
}

const unclear = (key: string, message: string): Finding => ({ key, code: 'option', message, blocks: true });
