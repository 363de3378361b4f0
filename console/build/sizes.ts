import { gzipSync } from 'node:zlib';
import type { ConsoleFile } from './build-console.ts';

/**
 * Goals of the console, bytes: scripts and styles of all pages, gzipped; the importer of folders,
 * gzipped, which reads what the command line's reads and is loaded when a folder is imported; the
 * style sheet minified. Twelve kilobytes of the pages are money's: quotes, bills, budgets, invoices
 * and the ledger, with what only an operator may do. They are loaded with the pages beside models
 * and datasets, never first. Ten more are retraining's: gate, promotions, the dial and its plot,
 * the line's picture, and what schedules decide by.
 */
export const maxBundleBytes = 175_000;
export const maxImporterBytes = 56_000;
export const maxStyleBytes = 14_500;

/** How large the console is, bytes. */
export interface ConsoleSizes {
  /** Scripts and styles that every page needs, gzipped (level 9) file by file. */
  readonly firstPart: number;
  /** Scripts and styles of all pages, gzipped: everything but the importer. */
  readonly bundle: number;
  /** The importer, gzipped. */
  readonly importer: number;
  /** The style sheet as it is served, without compression. */
  readonly style: number;
}

export function sizesOf(files: readonly ConsoleFile[]): ConsoleSizes {
  const code = files.filter(({ path }) => /\.(js|css)$/.test(path));
  const importers = code.filter(({ path }) => /^assets\/import-[^/]*\.js$/.test(path));
  const style = code.find(({ path }) => /^assets\/style-[^/]*\.css$/.test(path));
  return {
    firstPart: sum(firstFiles(files)),
    bundle: sum(code) - sum(importers),
    importer: sum(importers),
    style: style?.contents.length ?? 0,
  };
}

function sum(files: readonly ConsoleFile[]): number {
  return files.reduce((total, file) => total + gzipSync(file.contents, { level: 9 }).length, 0);
}

/** What `index.html` loads: the scripts and styles that it names, and what these import at once. */
export function firstFiles(files: readonly ConsoleFile[]): readonly ConsoleFile[] {
  const page = files.find(({ path }) => path === 'index.html');
  const named = [...textOf(page).matchAll(/"\/(assets\/[\w-]+\.(?:js|css))"/g)];
  return named.reduce<readonly ConsoleFile[]>(
    (found, [, path]) => withImports(files, path!, found),
    [],
  );
}

/** The files that are loaded already, with another one and what that imports at once. */
function withImports(
  files: readonly ConsoleFile[],
  path: string,
  loaded: readonly ConsoleFile[],
): readonly ConsoleFile[] {
  const file = files.find((each) => each.path === path);
  if (!file || loaded.includes(file)) return loaded;
  const imports = [...textOf(file).matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g)];
  return imports.reduce<readonly ConsoleFile[]>(
    (found, [, name]) => withImports(files, `assets/${name}`, found),
    [...loaded, file],
  );
}

function textOf(file: ConsoleFile | undefined): string {
  return file ? new TextDecoder().decode(file.contents) : '';
}
