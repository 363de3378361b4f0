import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertSame } from '../records/head.ts';
import { appendRecord, readRecords } from '../records/records.ts';
import { simulatedRecords } from './simulated-sweep.ts';

const { head, runs } = simulatedRecords(1);
const [first, second] = runs;
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deeptune-records-'));
  path = join(folder, 'measured.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('records come back in the order in which they were appended', () => {
  for (const record of [head, first!, second!]) appendRecord(path, record);

  expect(readRecords(path)).toEqual({ head, runs: [first, second] });
});

test('a record that was cut off while it was written is measured again, and the others stay', () => {
  for (const record of [head, first!]) appendRecord(path, record);
  appendFileSync(path, JSON.stringify(second).slice(0, 100));

  const cutOff = readRecords(path);
  appendRecord(path, second!);

  expect(cutOff?.runs).toEqual([first]);
  expect(readRecords(path)?.runs).toEqual([first, second]);
});

test('there are none where there is no file, or only a piece of a line', () => {
  const none = readRecords(path);
  writeFileSync(path, '{"kind":"sw');

  expect([none, readRecords(path)]).toEqual([undefined, undefined]);
});

test('a file of something else is refused with the line that tells', () => {
  writeFileSync(path, '{"kind":"sweep"}\nno json\n');

  expect(() => readRecords(path)).toThrow('line 2 is no JSON: no json');
});

test.each([
  ['specification', { ...head, specification: 'other' }],
  ['machine', { ...head, machine: '64 cores' }],
  ['versions', { ...head, versions: { torch: '3.0.0' } }],
  ['scheduling', { ...head, scheduling: { cores: '0' } }],
])('records of another %s are not gone on with', (name, now) => {
  expect(() => assertSame({ head, runs }, now, path)).toThrow(name);
});

test('records of the same specification, machine and versions are', () => {
  expect(() => assertSame({ head, runs }, { ...head, startedAt: 'later' }, path)).not.toThrow();
});
