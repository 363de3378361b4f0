import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { OutputFile, Plugin } from 'esbuild';

/** One file of the console, as it is served. */
export interface ConsoleFile {
  /** Below the console's root: `index.html`, `assets/main-4QZJ3A.js`. */
  readonly path: string;
  readonly contentType: string;
  readonly contents: Uint8Array;
  /** True: its name changes with its contents, so that a browser may keep it for good. */
  readonly isHashed: boolean;
}

const folder = dirname(import.meta.dirname);

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Bundles the console: a first part that every page needs, one more for each page, the style sheet,
 * and `index.html`, which names them.
 * @returns all of its files, of some hundred kilobytes in all
 * @throws esbuild's BuildFailure where a source does not compile
 */
export async function buildConsole(): Promise<ConsoleFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: { main: 'main.tsx', style: 'style/style.css' },
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    // csv-parse is written for Node.
    alias: { 'node:stream/web': './build/web-streams.ts' },
    inject: ['./build/buffer-of-csv.ts'],
    plugins: [withoutChats],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  const assets = named(outputFiles.map(assetOf));
  const [template, icon] = await Promise.all(
    ['index.html', 'icon.svg'].map((name) => readFile(join(folder, name))),
  );
  return [
    page(String(template), assets),
    { path: 'icon.svg', contentType: contentTypeOf('icon.svg'), contents: icon!, isHashed: false },
    ...assets,
  ];
}

/** Chats are left to the command line: what checks them is larger than the rest of the importer. */
const withoutChats: Plugin = {
  name: 'without-chats',
  setup: ({ onResolve }) => {
    const path = join(folder, 'pages/datasets/import/chat-lines.ts');
    onResolve({ filter: /^\.\/chat\.ts$/ }, () => ({ path }));
  },
};

/**
 * Without parts that nothing names: of an `import()` that was left out with the function around it,
 * which esbuild writes all the same.
 */
function named(assets: readonly ConsoleFile[]): ConsoleFile[] {
  const texts = assets.map(({ contents }) => new TextDecoder().decode(contents));
  return assets.filter(
    ({ path }) =>
      /^assets\/(main|style)-/.test(path) ||
      texts.some((text) => text.includes(path.slice('assets/'.length))),
  );
}

function assetOf({ path, contents }: OutputFile): ConsoleFile {
  const name = path.slice(path.lastIndexOf('assets/'));
  return { path: name, contentType: contentTypeOf(name), contents, isHashed: true };
}

/** The page, with what the bundle is called now in place of `{{main.js}}` and `{{style.css}}`. */
function page(template: string, assets: readonly ConsoleFile[]): ConsoleFile {
  const text = template.replaceAll(/\{\{(\w+)\.(\w+)\}\}/g, (_, name: string, type: string) => {
    const asset = assets.find(
      ({ path }) => path.startsWith(`assets/${name}-`) && path.endsWith(type),
    );
    if (!asset) throw new Error(`The console's bundle has no ${name}.${type}`);
    return `/${asset.path}`;
  });
  const contents = new TextEncoder().encode(text);
  return { path: 'index.html', contentType: contentTypeOf('.html'), contents, isHashed: false };
}

function contentTypeOf(path: string): string {
  return contentTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}
