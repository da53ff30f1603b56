import { columnLetters } from '../domain/sheet.ts';

/** The fixed parts of a workbook of one table, spread over as many sheets as it needs. */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Groups of lakh and crore; a format has two conditions at most, and an amount is never negative. */
const LAKH = '[>=10000000]##\\,##\\,##\\,##0.00;[>=100000]##\\,##\\,##0.00;##,##0.00';
const TIME = 'yyyy\\-mm\\-dd hh:mm:ss';

/** Style 0 is plain, 1 rupees, 2 whole paise, 3 a time, 4 a head. */
export const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="${LAKH.replaceAll('>', '&gt;')}"/><numFmt numFmtId="165" formatCode="${TIME}"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="1" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

export const ROOT_LINKS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export const sheetPath = (sheet: number): string => `xl/worksheets/sheet${sheet}.xml`;

/** The start of a sheet with its head, which stays in view. */
export function sheetStart(headers: readonly string[]): string {
  const cells = headers.map(
    (header, at) => `<c r="${columnLetters(at)}1" s="4" t="inlineStr"><is><t>${xmlText(header)}</t></is></c>`,
  );
  const widths =
    headers.length > 0 ? `<cols><col min="1" max="${headers.length}" width="20" customWidth="1"/></cols>` : '';
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${widths}<sheetData>\n<row r="1">${cells.join('')}</row>\n`;
}

export const SHEET_END = '</sheetData></worksheet>';

export function workbook(sheets: number): string {
  const all = each(sheets, (sheet) => `<sheet name="Payouts ${sheet}" sheetId="${sheet}" r:id="rId${sheet}"/>`);
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${all}</sheets></workbook>`;
}

export function workbookLinks(sheets: number): string {
  const link = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const all = each(sheets, (sheet) => link(sheet, 'worksheet', `worksheets/sheet${sheet}.xml`));
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all}${link(sheets + 1, 'styles', 'styles.xml')}</Relationships>`;
}

export function contentTypes(sheets: number): string {
  const part = (path: string, type: string) => `<Override PartName="/${path}" ContentType="${SHEET}.${type}+xml"/>`;
  const all = each(sheets, (sheet) => part(sheetPath(sheet), 'worksheet'));
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('xl/workbook.xml', 'sheet.main')}${part('xl/styles.xml', 'styles')}${all}</Types>`;
}

const each = (count: number, write: (sheet: number) => string): string =>
  Array.from({ length: count }, (_, at) => write(at + 1)).join('');

const xmlText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
