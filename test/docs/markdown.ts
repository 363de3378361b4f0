import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every Markdown file that belongs to the repository, as paths from its root. */
export function markdownFiles(): string[] {
  return globSync(['*.md', '.github/**/*.md', 'docs/**/*.md', 'container/*.md'], {
    cwd: root,
  }).sort();
}

/**
 * The text without its fenced blocks and inline code, in which brackets are no links and `#` is no
 * heading.
 */
export function proseOf(text: string): string {
  return text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '').replaceAll(/`[^`\n]*`/g, '`code`');
}

/** Targets of the links and pictures of a text: `[…](target)`, `![…](target)`, `src="target"`. */
export function linksOf(text: string): string[] {
  const prose = proseOf(text);
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(/src="([^"]+)"/g)];
  return links.map(([, target]) => target ?? '');
}

/**
 * The anchors of a page's headings, as GitHub makes them: lower case, words joined by hyphens, `-1`
 * after the second of a name.
 */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const withoutBlocks = text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '');
  for (const [, heading = ''] of withoutBlocks.matchAll(/^#{1,6} (.+)$/gm)) {
    const anchor = anchorOf(heading);
    let [name, count] = [anchor, 0];
    while (anchors.has(name)) name = `${anchor}-${(count += 1)}`;
    anchors.add(name);
  }
  return anchors;
}

function anchorOf(heading: string): string {
  const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
}

export function readText(file: string): string {
  return readFileSync(resolve(root, file), 'utf8');
}
