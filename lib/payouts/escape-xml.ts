import { sql, type SQL } from 'drizzle-orm';

/** What XML cannot hold, or would change. */
const CODES = [...Array.from({ length: 31 }, (_, at) => at + 1), 0xfffe, 0xffff];
const SPECIAL = `'[&<>\\u0001-\\u001f\\ufffe\\uffff]|^[ \\u0085\\u00a0]|[ \\u0085\\u00a0]$|_x[0-9A-Fa-f]{4}_'`;

/** Gives the cell of a text in a sheet from behind its address on: the very text, also where it looks like a formula, since its type is text. */
export function escapeXml(text: SQL): SQL {
  // Most texts are as they are in XML, and a look is cheaper than making them so.
  return sql`case when ${text} ~ ${sql.raw(SPECIAL)} then '" t="inlineStr"><is><t xml:space="preserve">' || ${escaped(text)} || '</t></is></c>'
    else '" t="inlineStr"><is><t>' || ${text} || '</t></is></c>' end`;
}

function escaped(text: SQL): SQL {
  const plain = sql`regexp_replace(${text}, '_(x[0-9A-Fa-f]{4}_)', '_x005F_\\1', 'g')`;
  const marked = sql`replace(replace(replace(${plain}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`;
  return CODES.reduce(
    (inner, code) => sql`replace(${inner}, ${sql.raw(`chr(${code})`)}, ${sql.raw(`'${signOf(code)}'`)})`,
    marked,
  );
}

// What XML can name is named; the rest spreadsheets write as `_x000B_`, which only they read.
const signOf = (code: number): string =>
  [9, 10, 13].includes(code) ? `&#${code};` : `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
