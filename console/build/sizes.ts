import { gzipSync } from 'node:zlib';
import type { ConsoleFile } from './build-console.ts';

/**
 * Goals of the console, bytes: scripts and styles of all pages gzipped; what reads the folders that
 * are dropped to be imported, which is the command line's own importer and is loaded with the first
 * of them; the style sheet minified.
 */
export const maxBundleBytes = 150_000;
export const maxImporterBytes = 60_000;
export const maxStyleBytes = 12_000;

/** How large the console is, bytes. */
export interface ConsoleSizes {
  /** Scripts and styles of all pages, gzipped (level 9) file by file. */
  readonly bundle: number;
  /** The importer, gzipped. */
  readonly importer: number;
  /** What the first page needs of it: the first script with what it imports at once, the styles. */
  readonly firstPart: number;
  /** The style sheet as it is served, without compression. */
  readonly style: number;
}

export function sizesOf(files: readonly ConsoleFile[]): ConsoleSizes {
  const zipped = (file: ConsoleFile) => gzipSync(file.contents, { level: 9 }).length;
  const sum = (of: readonly ConsoleFile[]) => of.reduce((total, file) => total + zipped(file), 0);
  const code = files.filter(({ path }) => /\.(js|css)$/.test(path));
  const style = code.find(({ path }) => /^assets\/style-[^/]*\.css$/.test(path));
  return {
    bundle: sum(code.filter((file) => !isImporter(file))),
    importer: sum(code.filter(isImporter)),
    firstPart: sum(firstFiles(files)),
    style: style?.contents.length ?? 0,
  };
}

function isImporter({ path }: ConsoleFile): boolean {
  return /^assets\/import-[^/]*\.js$/.test(path);
}

/** What `index.html` loads: the scripts and styles that it names, and what these import at once. */
export function firstFiles(files: readonly ConsoleFile[]): readonly ConsoleFile[] {
  const text = (file: ConsoleFile) => new TextDecoder().decode(file.contents);
  const page = files.find(({ path }) => path === 'index.html');
  const found = new Set<ConsoleFile>();
  const add = (path: string) => {
    const file = files.find((each) => each.path === path);
    if (!file || found.has(file)) return;
    found.add(file);
    for (const [, name] of text(file).matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g))
      add(`assets/${name}`);
  };
  for (const [, path] of (page ? text(page) : '').matchAll(/"\/(assets\/[\w-]+\.(?:js|css))"/g))
    add(path!);
  return [...found];
}
