import { buildConsole } from '../../../console/build/build-console.ts';
import {
  firstFiles,
  maxBundleBytes,
  maxImporterBytes,
  maxStyleBytes,
  sizesOf,
} from '../../../console/build/sizes.ts';

test('the console stays small: its pages, the importer, the styles', async () => {
  const files = await buildConsole();

  const sizes = sizesOf(files);

  expect(sizes.firstPart).toBeGreaterThan(20_000);
  expect(sizes.bundle).toBeGreaterThan(sizes.firstPart);
  expect(sizes.bundle).toBeLessThan(maxBundleBytes);
  expect(sizes.importer).toBeGreaterThan(10_000);
  expect(sizes.importer).toBeLessThan(maxImporterBytes);
  expect(sizes.style).toBeGreaterThan(5_000);
  expect(sizes.style).toBeLessThanOrEqual(maxStyleBytes);
});

test('the first part is what the page names, and what that imports at once', () => {
  const file = (path: string, text: string) => ({
    path,
    contentType: 'text/plain',
    contents: new TextEncoder().encode(text),
    isHashed: true,
  });
  const files = [
    file('index.html', '<link href="/assets/style-A.css"><script src="/assets/main-A.js">'),
    file('assets/style-A.css', ''),
    file('assets/main-A.js', 'import{a}from"./chunk-B.js";import("./page-D.js")'),
    file('assets/chunk-B.js', 'import"./chunk-C.js"'),
    file('assets/chunk-C.js', ''),
    file('assets/page-D.js', ''),
  ];

  expect(firstFiles(files).map(({ path }) => path)).toEqual([
    'assets/style-A.css',
    'assets/main-A.js',
    'assets/chunk-B.js',
    'assets/chunk-C.js',
  ]);
});
