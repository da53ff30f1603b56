import { expect, it } from 'vitest';
import { newConnection } from './new-connection.ts';

it('names everything an empty form misses at once, the secret key among it', () => {
  const empty = { option: '', name: '', host: '', shopId: '', secret: '', publicKey: '', mode: '' };
  const wrong = newConnection.safeParse(empty).error?.issues.map(({ path }) => path.join('.'));
  expect(wrong?.sort()).toEqual(Object.keys(empty).sort());
});

it('misses no secret key where one is kept', () => {
  const kept = newConnection.safeParse({ id: crypto.randomUUID() }).error?.issues.map(({ path }) => path.join('.'));
  expect(kept).not.toContain('secret');
});

it.each([null, undefined, 7, 'text', []])('refuses %j instead of breaking on it', (value) => {
  expect(newConnection.safeParse(value).success).toBe(false);
});
