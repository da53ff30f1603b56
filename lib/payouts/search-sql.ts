import { sql, type SQL } from 'drizzle-orm';
import { payout } from '../db/schema.ts';
import { payoutSearch } from '../db/search-schema.ts';
import { blindIndexes, type Vault } from '../server/vault.ts';

/** Letters and digits in a row from which on a word is found anywhere; a shorter one is looked for at the start of words. */
const FINDABLE = /[a-z0-9]{3}|[^\p{ASCII}]/iu;
/** What may be a whole account number. */
const NUMBER = /^\d{6,34}$/;

/**
 * Gives the condition of a search: each word must be found in the words of a payout, or begin its tracking id or the
 * gateway's uid, or be its whole account number.
 */
export function searchFor(q: string, vault: Vault): SQL {
  const words = q.split(' ');
  const accounts = words.filter((word) => NUMBER.test(word));
  const texts = words.filter((word) => !NUMBER.test(word));
  const conditions = accounts.map((word) => {
    const indexes = blindIndexes(vault, word).map((index) => sql`decode(${index.toString('hex')}, 'hex')`);
    return sql`${payout.id} in (select s.payout_id from ${payoutSearch} s where ${isFound(word)}
      union all select a.id from ${payout} a where a.account_index in (${sql.join(indexes, sql`, `)}))`;
  });
  if (texts.length > 0) {
    const all = sql.join(texts.map(isFound), sql` and `);
    conditions.push(sql`exists (select 1 from ${payoutSearch} s where s.payout_id = ${payout.id} and ${all})`);
  }
  return sql.join(conditions, sql` and `);
}

function isFound(word: string): SQL {
  const folded = sql`search_fold(${escapeLike(word)})`;
  const before = FINDABLE.test(word) ? '%' : '% ';
  const start = sql`lower(${`${escapeLike(word)}%`})`;
  return sql`(s.words like ${before} || ${folded} || '%' or s.tracking_id like ${start} or s.uid like ${start})`;
}

/** Takes the meaning from the signs that LIKE gives one to. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
