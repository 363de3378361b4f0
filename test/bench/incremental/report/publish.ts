import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../estimator/paths.ts';
import type { StepRecord } from '../records/records.ts';
import { sectionOf } from './section.ts';

const page = join(root, 'docs/benchmarks.md');
const pictures = join(root, 'docs/pictures');

/** Writes what the records say to docs/benchmarks.md and docs/pictures. */
export function publish(records: readonly StepRecord[], say: (line: string) => void): void {
  const published = sectionOf(records);
  const text = withSection(readFileSync(page, 'utf8'), 'bench:incremental', published.section);
  writeFileSync(page, text);
  for (const [name, picture] of Object.entries(published.pictures))
    writeFileSync(join(pictures, name), picture);
  say(`written: ${page}, ${Object.keys(published.pictures).join(', ')}`);
}

/**
 * The page with the section in the place that is marked as written by a command.
 * @throws Error without the marks
 */
export function withSection(text: string, command: string, section: string): string {
  const begin = `<!-- written by npm run ${command}: change nothing below -->`;
  const end = `<!-- end of what npm run ${command} writes -->`;
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no place marked '${begin}'`);
  return `${text.slice(0, from + begin.length)}\n\n${section}\n${text.slice(to)}`;
}
