import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';

// Spelled out: what counts as a space in a class like \s depends on the locale of the database. JavaScript's \s and the
// byte-order mark; NUL cannot stand in a text of PostgreSQL.
const BLANKS = '\\t\\n\\u000b\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const FORMULA = `^[${BLANKS}]*[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]|^[\\t\\r\\n]`;

/** The same as `guardFormula` of the domain: an apostrophe before text that a spreadsheet would run. */
export function guardSql(text: SQLWrapper): SQL {
  // Most texts begin with a letter or a digit: these are told by their first character, without the pattern.
  return sql`case when ascii(${text}) between 65 and 122 or ascii(${text}) between 48 and 57 then ${text} when ${text} ~ ${sql.raw(`'${FORMULA}'`)} then '''' || ${text} else ${text} end`;
}
