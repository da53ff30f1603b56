import ts from 'typescript';
import { hasDirective, type Parsed } from './house-rules.ts';
import * as tables from './house-tables.ts';
import { lineOf, walk } from './syntax.ts';

const MAX_LINES = 300;
const MAX_DEPTH = 3;
const CLOCKS = ['Date.now', 'performance.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues'];
const RANDOM_IMPORTS = ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'];

/** Says where an option is named outside the catalog: its code alone, or as a word of a text. */
export function namedOptions(file: Parsed, codes: string[]): string[] {
  if (file.isTest || file.path === tables.NAMES_OPTIONS || tables.SCRIPTS.includes(file.path)) return [];
  const word = new RegExp(`(?<![\\w-])(${codes.join('|')})(?![\\w-])`);
  const found: string[] = [];
  walk(file.tree, (node) => {
    const code = isText(node) && word.exec(node.text)?.[1];
    if (code) found.push(`${at(file, node)} names the option ${code}`);
  });
  return found;
}

type Text = ts.StringLiteralLike | ts.TemplateLiteralLikeNode | ts.JsxText | ts.Identifier;

// Identifiers too, for `{ QP: … }` and `catalog.QP`; types are left out of it as they name parameters (`<EA>`).
function isText(node: ts.Node): node is Text {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isJsxText(node) ||
    ts.isIdentifier(node)
  );
}

/** Says which exports of a 'use server' file are not built by `action(…)`: each is an endpoint anyone may call. */
export function unguardedActions(file: Parsed): string[] {
  const found: string[] = [];
  const isServerFile = hasDirective(file.tree, 'use server');
  walk(file.tree, (node) => {
    const isInline = ts.isStringLiteral(node) && node.text === 'use server' && ts.isExpressionStatement(node.parent);
    if (isInline && !(isServerFile && node.parent === file.tree.statements[0])) {
      found.push(`${at(file, node)} has 'use server' inside a file; put the action into an actions.ts`);
    }
  });
  if (!isServerFile) return found;
  for (const statement of file.tree.statements) {
    if (isExported(statement) && !isType(statement) && !exportsActionsOnly(statement)) {
      found.push(`${at(file, statement)} exports something else than action(…)`);
    }
  }
  return found;
}

function isExported(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)) return true;
  return modifiersOf(statement).includes(ts.SyntaxKind.ExportKeyword);
}

function isType(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

function exportsActionsOnly(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(({ initializer }) => {
    return (
      initializer &&
      ts.isCallExpression(initializer) &&
      ['action', 'openAction', 'raisingAction'].includes(initializer.expression.getText())
    );
  });
}

function modifiersOf(node: ts.Node): ts.SyntaxKind[] {
  return ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).map((modifier) => modifier.kind) : [];
}

/** Says where the environment is read outside its one file. */
export function environmentReads(file: Parsed): string[] {
  if (file.path === tables.READS_ENVIRONMENT) return [];
  const found: string[] = [];
  walk(file.tree, (node) => {
    const isRead = ts.isPropertyAccessExpression(node) && /^(globalThis\.)?process\.env$/.test(node.getText());
    const isMeta = ts.isPropertyAccessExpression(node) && node.getText() === 'import.meta.env';
    const isTaken =
      ts.isBindingElement(node) && node.parent.parent.getText().endsWith('= process') && node.getText() === 'env';
    if (isRead || isMeta || isTaken) found.push(`${at(file, node)} reads the environment; ask lib/server/env.ts`);
  });
  return found;
}

/** Says where domain or verbs look at a clock or throw dice by themselves: both come with Ctx. */
export function hiddenInputs(file: Parsed): string[] {
  const isPure = file.zone === 'domain' || (!!file.zone && tables.isVerbZone(file.zone));
  if (!isPure || file.isTest || tables.SCRIPTS.includes(file.path)) return [];
  const found: string[] = [];
  walk(file.tree, (node) => {
    const isNow = ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length;
    const isBareDate = ts.isCallExpression(node) && node.expression.getText() === 'Date';
    const isClock = ts.isPropertyAccessExpression(node) && CLOCKS.includes(node.getText().replace(/^globalThis\./, ''));
    const isDice = ts.isImportSpecifier(node) && RANDOM_IMPORTS.includes((node.propertyName ?? node.name).text);
    if (isNow || isBareDate || isClock || isDice)
      found.push(`${at(file, node)} uses ${node.getText()}; take it from Ctx`);
  });
  return found;
}

/** Says what is wrong with a path: letters, depth, or a name that says nothing. */
export function wrongPath(path: string): string[] {
  const names = path.split('/');
  const file = names.at(-1) ?? '';
  const found: string[] = [];
  if (path.includes('/migrations/')) return found;
  const isNamed = (name: string) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name);
  // Next's own marks around a folder's name: (group), [parameter], [...rest], @slot, _private.
  const bare = (name: string) => name.replace(/^(\(|\[\[?(\.\.\.)?|@|_)/, '').replace(/(\)|\]\]?)$/, '');
  if (!names.every((name) => isNamed(bare(name)))) found.push(`${path} is not in kebab-case`);
  // A route group in brackets sorts pages and is no step of any address.
  const folders = names.slice(1, -1).filter((name) => !name.startsWith('('));
  if (folders.length > MAX_DEPTH) found.push(`${path} lies more than ${MAX_DEPTH} folders deep`);
  if (tables.EMPTY_NAMES.includes(file.split('.')[0] ?? '')) found.push(`${path} has a name that says nothing`);
  return found;
}

/** Says when a file is longer than anyone reads at a sitting. */
export function tooLong({ path, text, isTest }: Pick<Parsed, 'path' | 'text' | 'isTest'>): string[] {
  const isExempt = /\.(test|spec)\.tsx?$/.test(path) || (isTest && !path.startsWith('e2e/'));
  const lines = text.trimEnd().split('\n').length;
  return lines > MAX_LINES && !isExempt ? [`${path} has ${lines} lines; ${MAX_LINES} are the most`] : [];
}

/** Says where something is exported as default, or everything of another file is passed on. */
export function wrongExports(file: Parsed): string[] {
  const found: string[] = [];
  for (const statement of file.tree.statements) {
    const isDefault = ts.isExportAssignment(statement) || modifiersOf(statement).includes(ts.SyntaxKind.DefaultKeyword);
    if (isDefault && !tables.DEFAULT_EXPORTS.test(file.path)) found.push(`${at(file, statement)} exports a default`);
    const isBarrel = ts.isExportDeclaration(statement) && !!statement.moduleSpecifier && !statement.exportClause;
    if (isBarrel) found.push(`${at(file, statement)} passes everything of another file on`);
  }
  return found;
}

const at = (file: Parsed, node: ts.Node) => `${file.path}:${lineOf(node)}`;
