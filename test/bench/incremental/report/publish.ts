import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../estimator/paths.ts';
import type { StepRecord } from '../records/records.ts';
import { scheduleSection } from '../schedule/section.ts';
import type { RegretRecord } from '../schedule/simulate.ts';
import { sectionOf } from './section.ts';

const page = join(root, 'docs/benchmarks.md');
const pictures = join(root, 'docs/pictures');

/** Writes what the records say to docs/benchmarks.md and docs/pictures. */
export function publish(records: readonly StepRecord[], say: (line: string) => void): void {
  if (records.length === 0) return;
  const { section, pictures: drawn } = sectionOf(records);
  write('bench:incremental', section, drawn);
  say(`written: ${page}, ${Object.keys(drawn).join(', ')}`);
}

/** The same for what the schedules came to. */
export function publishSchedules(
  records: readonly RegretRecord[],
  say: (line: string) => void,
): void {
  if (records.length === 0) return;
  const { section, picture } = scheduleSection(records);
  write('bench:incremental -- --schedules', section, { 'schedules.svg': picture });
  say(`written: ${page}, schedules.svg`);
}

function write(command: string, section: string, drawn: Readonly<Record<string, string>>): void {
  writeFileSync(page, withSection(readFileSync(page, 'utf8'), command, section));
  for (const [name, picture] of Object.entries(drawn)) writeFileSync(join(pictures, name), picture);
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
