import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { StreamId } from '../specification.ts';

/** Seconds of a phase of a job: by the clock, and of the processor. */
export interface PhaseTime {
  readonly seconds: number;
  readonly workSeconds: number;
}

/** What one step of one method came to: a line of a file of records. */
export interface StepRecord {
  readonly stream: StreamId;
  readonly seed: number;
  readonly method: string;
  /** From 1. */
  readonly step: number;
  /** The commit whose code it is. */
  readonly code: string;
  readonly endedAt: string;
  /** Mean of the minute before it ended: tasks that ran or waited. */
  readonly load: number;
  /** By the trainer's phases; of what is no job only `steps`. */
  readonly phases: Readonly<Record<string, PhaseTime>>;
  /** The job's settlement; absent of what is no job. */
  readonly charged?: { readonly seconds: number; readonly amountMicros: number };
  /** Rows it learnt from. */
  readonly trainRows: number;
  /** Gradient steps. */
  readonly steps?: number;
  /** Inputs of the exam that each step brought, by class, in the order of `right`. */
  readonly exam: readonly (readonly number[])[];
  /** A bit for each input of the exam, see `toHex`: set where it was answered rightly. */
  readonly right: string;
  readonly gate?: GateRecord;
  /** Points of the compatibility dial. */
  readonly dial?: readonly DialRecord[];
}

/** What the service's gate said. */
export interface GateRecord {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly brokenConcepts: readonly string[];
  readonly negativeFlipPercent: number | null;
}

export interface DialRecord {
  readonly weight: number;
  readonly shift: number;
  readonly oldAccuracy: number;
  readonly newAccuracy: number;
  readonly isOnFrontier: boolean;
}

/** The whole records of a file; none where there is no file. */
export function readRecords(path: string): StepRecord[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StepRecord);
}

export function appendRecords(path: string, records: readonly StepRecord[]): void {
  appendFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
