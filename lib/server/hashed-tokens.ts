import type { BetterAuthOptions } from 'better-auth';
import type { DBAdapter } from 'better-auth/types';

type MakeAdapter = (options: BetterAuthOptions) => DBAdapter;
type Digest = (token: string) => string;
type Condition = { field: string; value: unknown };
type Query = { model: string; where?: Condition[]; data?: Row; update?: Row };
type Row = Record<string, unknown>;

/**
 * Lets the library believe that it stores session tokens, while the table gets their digests: whatever names a token on
 * its way in is digested, and a row that was asked for by a token shows that token again.
 */
export function withHashedTokens(make: MakeAdapter, digest: Digest): MakeAdapter {
  return (options) => wrap(make(options), digest);
}

function wrap(adapter: DBAdapter, digest: Digest): DBAdapter {
  const inward = <Q extends Query>(query: Q): Q => (query.model === 'session' ? digested(query, digest) : query);
  return {
    ...adapter,
    create: async (query) => shown(await adapter.create(inward(query)), query),
    findOne: async (query) => shown(await adapter.findOne(inward(query)), query),
    update: async (query) => shown(await adapter.update(inward(query)), query),
    findMany: (query) => adapter.findMany(inward(query)),
    count: (query) => adapter.count(inward(query)),
    updateMany: (query) => adapter.updateMany(inward(query)),
    delete: (query) => adapter.delete(inward(query)),
    deleteMany: (query) => adapter.deleteMany(inward(query)),
    consumeOne: (query) => adapter.consumeOne(inward(query)),
    incrementOne: (query) => adapter.incrementOne(inward(query)),
    transaction: (run) => adapter.transaction((inside) => run(wrap(inside as DBAdapter, digest))),
  };
}

function digested<Q extends Query>(query: Q, digest: Digest): Q {
  const value = (given: unknown): unknown =>
    Array.isArray(given) ? given.map(value) : typeof given === 'string' ? digest(given) : given;
  const row = (given: Row) => ('token' in given ? { ...given, token: value(given.token) } : given);
  return {
    ...query,
    ...(query.where && {
      where: query.where.map((one) => (one.field === 'token' ? { ...one, value: value(one.value) } : one)),
    }),
    ...(query.data && { data: row(query.data) }),
    ...(query.update && { update: row(query.update) }),
  };
}

function shown<Found>(found: Found, { model, where, data, update }: Query): Found {
  if (model !== 'session' || !found) return found;
  const token = update?.token ?? data?.token ?? where?.find(({ field }) => field === 'token')?.value;
  return typeof token === 'string' ? { ...found, token } : found;
}
