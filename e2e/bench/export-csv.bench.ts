import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DEFAULT_CHOICE } from '#lib/domain/export-choice.ts';
import { NEWEST_FIRST } from '#lib/domain/filter.ts';
import { exportSql } from '#lib/payouts/export-sql.ts';
import type { Bench } from './bench.ts';
import { startConsole } from './bench-console.ts';

const ROWS = 1_000_000;
const EVERYTHING = { where: undefined, sort: NEWEST_FIRST };

/** The whole way of a file, held against the query alone. */
export const bench: Bench = {
  title: `${ROWS.toLocaleString('en-IN')} rows as CSV through session, masking, guard, digest and HTTP against COPY by a bare client`,
  unit: 'rows a second',
  ship: 0.9,
  async prepare() {
    const console = await startConsole();
    await console.fill(ROWS);
    const client = new pg.Client({ connectionString: console.databaseUrl });
    await client.connect();
    let bytes = 0;
    return {
      async ours() {
        const startedAt = performance.now();
        const response = await console.get('/api/exports?as=csv');
        if (response.statusCode !== 200) throw new Error(`the export was answered with ${response.statusCode}`);
        bytes = 0;
        for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length;
        return (ROWS * 1_000) / (performance.now() - startedAt);
      },
      async peer() {
        const { copy } = exportSql(EVERYTHING, DEFAULT_CHOICE);
        const startedAt = performance.now();
        const stream = client.query(copyTo(copy));
        let read = 0;
        for await (const chunk of stream as AsyncIterable<Buffer>) read += chunk.length;
        if (read === 0) throw new Error('the peer read nothing');
        return (ROWS * 1_000) / (performance.now() - startedAt);
      },
      async close() {
        await client.end();
        await console.close();
      },
      notes: () => [`A file has ${Math.round(bytes / 1e6)} MB.`],
    };
  },
};
