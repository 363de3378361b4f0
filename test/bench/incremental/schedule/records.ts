import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { RegretRecord } from './simulate.ts';

/** A stream's line in the file: its costs alone, `[micros, trainings]`. */
type Line = readonly [id: string, exact: Cost, policies: Readonly<Record<string, Cost>>];
type Cost = readonly [costMicros: number, trainings: number];

export function readRegrets(path: string): RegretRecord[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [id, exact, policies] = JSON.parse(line) as Line;
    const of = ([costMicros, trainings]: Cost) => ({ costMicros, trainings });
    const named = Object.entries(policies).map(([name, cost]) => [name, of(cost)] as const);
    return { id, exact: of(exact), policies: Object.fromEntries(named) };
  });
}

export function writeRegrets(path: string, records: readonly RegretRecord[]): void {
  const lines = records.map(({ id, exact, policies }): Line => {
    const of = ({ costMicros, trainings }: RegretRecord['exact']): Cost => [costMicros, trainings];
    const named = Object.entries(policies).map(([name, cost]) => [name, of(cost)] as const);
    return [id, of(exact), Object.fromEntries(named)];
  });
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
