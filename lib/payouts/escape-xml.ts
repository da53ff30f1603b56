import { sql, type SQL } from 'drizzle-orm';

/** What XML cannot hold at all, and what it changes: spreadsheets write these as `_x000D_`. */
const CODES = [...Array.from({ length: 31 }, (_, at) => at + 1), 0xfffe, 0xffff];
const SPECIAL = `'[&<>\\u0001-\\u001f\\ufffe\\uffff]|^[ \\u0085\\u00a0]|[ \\u0085\\u00a0]$|_x[0-9A-Fa-f]{4}_'`;

/** Gives the cell of a text in a sheet: the very text, also where it looks like a formula, since its type is text. */
export function escapeXml(text: SQL): SQL {
  // Most texts are as they are in XML, and a look is cheaper than making them so.
  return sql`case when ${text} ~ ${sql.raw(SPECIAL)} then '<c t="inlineStr"><is><t xml:space="preserve">' || ${escaped(text)} || '</t></is></c>'
    else '<c t="inlineStr"><is><t>' || ${text} || '</t></is></c>' end`;
}

function escaped(text: SQL): SQL {
  const plain = sql`regexp_replace(${text}, '_(x[0-9A-Fa-f]{4}_)', '_x005F_\\1', 'g')`;
  const marked = sql`replace(replace(replace(${plain}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`;
  return CODES.reduce(
    (inner, code) => sql`replace(${inner}, ${sql.raw(`chr(${code})`)}, ${sql.raw(`'${signOf(code)}'`)})`,
    marked,
  );
}

const signOf = (code: number): string => `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
