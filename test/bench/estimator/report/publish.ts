import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';
import type { Records } from '../records/records.ts';
import { sectionOf } from './section.ts';
import type { NamedSpecification } from '../specification.ts';

const begin = '<!-- written by npm run bench:estimator: change nothing below -->';
const end = '<!-- end of what npm run bench:estimator writes -->';
const page = join(root, 'docs/benchmarks.md');
const picture = join(root, 'docs/pictures/estimator.svg');
const variants = join(root, 'test/bench/estimator/variants.md');

/**
 * Evaluates the records. The frozen specification's go to docs/benchmarks.md and
 * docs/pictures/estimator.svg, all others are shown only.
 */
export function publish(
  specification: NamedSpecification,
  records: Records,
  say: (line: string) => void,
): void {
  const published = sectionOf(specification, records, readFileSync(variants, 'utf8'));
  say(published.section);
  if (specification.name !== 'frozen') return;
  writeFileSync(page, withSection(readFileSync(page, 'utf8'), published.section));
  writeFileSync(picture, published.picture);
  say(`written: ${page}, ${picture}`);
}

/** The page with the section in the place that is marked for it. @throws Error without the marks */
export function withSection(text: string, section: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no place marked '${begin}'`);
  return `${text.slice(0, from + begin.length)}\n\n${section}\n${text.slice(to)}`;
}
