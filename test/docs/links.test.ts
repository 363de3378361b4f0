import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anchorsOf, linksOf, markdownFiles, readText, root } from './markdown.ts';

/**
 * What is wrong with the relative links of a page: the target is not there, or the target has no
 * such heading.
 */
function brokenLinks(file: string, text: string): string[] {
  return linksOf(text).flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(root, target))) return [`${file}: ${link} is not there`];
    if (anchor === undefined || !target.endsWith('.md')) return [];
    const anchors = anchorsOf(target === file ? text : readText(target));
    return anchors.has(anchor) ? [] : [`${file}: ${link} names no heading`];
  });
}

test('every relative link leads to a file, and every anchor to a heading', () => {
  const files = markdownFiles();
  expect(files).toEqual(expect.arrayContaining(['README.md', 'docs/README.md']));
  expect(files.flatMap((file) => brokenLinks(file, readText(file)))).toEqual([]);
});

test('every page of docs/ can be reached from its index', () => {
  const reached = new Set(linksOf(readText('docs/README.md')).map((link) => link.split('#')[0]));
  const pages = markdownFiles().filter((file) => /^docs\/[^/]+\.md$/.test(file));
  const missing = pages.filter((page) => !reached.has(page.slice('docs/'.length)));
  expect(missing).toEqual(['docs/README.md']);
});

test('a broken link is found, by its file and by its anchor', () => {
  const text =
    '# A page\n\n[a](b.md) [c](#a-page) [d](#nowhere) `[e](f.md)`\n\n```\n[g](h.md)\n```\n';
  expect(brokenLinks('README.md', text)).toEqual([
    'README.md: b.md is not there',
    'README.md: #nowhere names no heading',
  ]);
});
