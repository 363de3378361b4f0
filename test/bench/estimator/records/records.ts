import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import type { Device } from '../../../../core/estimate/device/device.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { Scheduling } from './machine.ts';

/** The first line of a file of records: on what, with what and of which specification they are. */
export interface SweepHead {
  readonly kind: 'sweep';
  /** SHA-256 of the specification's file. */
  readonly specification: string;
  readonly startedAt: string;
  /** Its processor, cores and system, for a person. */
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly scheduling: Scheduling;
  /** As the machine's calibration measured it before the first training. */
  readonly device: Device;
}

/** One training that was measured. */
export interface RunRecord {
  readonly kind: 'run';
  readonly configurationId: string;
  readonly repeat: number;
  readonly endedAt: string;
  /** Tasks that ran or waited, mean of the minute before it began and before it ended. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  /** Cores that others kept busy meanwhile, mean. */
  readonly othersCores: number;
  /** What was promised, planned and done, and how long its phases took. */
  readonly graded: GradedEstimate;
}

export interface Records {
  readonly head: SweepHead;
  /** In the order in which they were measured. */
  readonly runs: readonly RunRecord[];
}

/**
 * The records of a file, one JSON object a line; undefined where there are none yet. A last line
 * without its end was cut off while it was written, and does not count.
 * @throws Error for a file that is none of records
 */
export function readRecords(path: string): Records | undefined {
  if (!existsSync(path)) return undefined;
  const [head, ...runs] = wholeLines(readFileSync(path, 'utf8')).map(parsed(path));
  if (head === undefined) return undefined;
  if (head.kind !== 'sweep') throw new Error(`${path}: the first line tells of no sweep`);
  return { head, runs: runs.filter((line) => line.kind === 'run') };
}

/** Appends a line; first takes away what was cut off. */
export function appendRecord(path: string, record: SweepHead | RunRecord): void {
  if (existsSync(path)) {
    const text = readFileSync(path, 'utf8');
    if (text !== '' && !text.endsWith('\n'))
      truncateSync(path, Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)));
  }
  appendFileSync(path, `${JSON.stringify(record)}\n`);
}

function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '');
}

const parsed = (path: string) => (line: string, index: number) => {
  try {
    return JSON.parse(line) as SweepHead | RunRecord;
  } catch (cause) {
    throw new Error(`${path}: line ${index + 1} is no JSON: ${line.slice(0, 80)}`, { cause });
  }
};
