import { posix } from 'node:path';
import ts from 'typescript';
import * as tables from './house-tables.ts';
import type { Allowed, Zone } from './house-tables.ts';
import { walk } from './syntax.ts';

export interface SourceFile {
  /** From the project's folder, with forward slashes. */
  path: string;
  text: string;
}

/** A file read once for all rules. */
export interface Parsed extends SourceFile {
  tree: ts.SourceFile;
  zone: Zone | undefined;
  isTest: boolean;
}

interface Import {
  to: string;
  isType: boolean;
}

/** Reads a file's syntax and finds its zone. */
export function parse({ path, text }: SourceFile): Parsed {
  const kind = /\.[jt]sx$/.test(path) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const isTest = /\.(test|spec)\.tsx?$/.test(path) || path.startsWith('e2e/') || path.includes('/testing/');
  return { path, text, tree, isTest, zone: zoneOf(path, tree) };
}

function zoneOf(path: string, tree?: ts.SourceFile): Zone | undefined {
  const [top, second] = path.split('/');
  if (top === 'lib') return second as Zone;
  if (top === 'app') return tree && hasDirective(tree, 'use client') ? 'client' : 'app';
  return top === 'components' || top === 'e2e' ? top : undefined;
}

/** Tells whether a file begins with a directive such as 'use client'. */
export function hasDirective(tree: ts.SourceFile, directive: string): boolean {
  const [first] = tree.statements;
  return (
    !!first &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === directive
  );
}

/** Lists the files and packages a file imports; those of ours as paths from the project's folder. */
export function importsOf({ path, tree }: Parsed): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ to: resolve(path, specifier.text), isType });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
  });
  return found;
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = importClause.namedBindings;
  return !importClause.name && !!names && ts.isNamedImports(names) && names.elements.every((name) => name.isTypeOnly);
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : `package ${specifier}`;
}

/** Says which imports of the files break the table of who may import whom. */
export function wrongImports(given: Parsed[]): string[] {
  const files = withClientCode(given);
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files.flatMap((file) => {
    const { zone, path, isTest } = file;
    if (isTest || tables.SCRIPTS.includes(path) || !zone) return [];
    const allowed = tables.MAY_IMPORT[zone];
    if (!allowed) return [`${path}: lib/${zone} has no row in the table of imports`];
    return importsOf(file)
      .filter((found) => !isAllowed(file, found, allowed, byPath))
      .map(({ to, isType }) => `${path}: ${zone} may not import ${isType ? 'types of ' : ''}${to}`);
  });
}

// What a client component imports runs in the browser as well, though it says so nowhere itself.
function withClientCode(given: Parsed[]): Parsed[] {
  const byPath = new Map(given.map((file) => [file.path, file]));
  const reached = new Set(given.filter(({ zone }) => zone === 'client').map(({ path }) => path));
  for (const path of reached) {
    const file = byPath.get(path);
    for (const { to, isType } of file ? importsOf(file) : []) {
      const target = byPath.get(to);
      if (!isType && target?.zone === 'app' && !hasDirective(target.tree, 'use server')) reached.add(to);
    }
  }
  return given.map((file) => (reached.has(file.path) ? { ...file, zone: 'client' } : file));
}

function isAllowed(
  file: Parsed,
  { to, isType }: Import,
  allowed: readonly Allowed[],
  byPath: Map<string, Parsed>,
): boolean {
  if (to.startsWith('package ')) return isPackageAllowed(file.zone, to.slice('package '.length));
  const target = byPath.get(to);
  const zone = target?.zone ?? zoneOf(to);
  if (!zone || to.endsWith('.css')) return true;
  if (allowed.includes(zone) || allowed.includes(to as Allowed)) return true;
  if (isType && allowed.includes(`type ${zone}`)) return true;
  if (file.zone === 'client') return !!target && hasDirective(target.tree, 'use server');
  return !!file.zone && tables.isVerbZone(file.zone) && tables.isVerbZone(zone) && !!target && isVerb(target);
}

function isPackageAllowed(zone: Zone | undefined, name: string): boolean {
  const packages = zone && tables.PACKAGES[zone];
  return !packages || packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
}

const isVerb = ({ text }: Parsed): boolean => /^export const \w+ = (reads|changes)\(/m.test(text);
