import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewData } from '../../../../client/parts.ts';
import { rowsOf } from '../../../../demo/data.ts';
import type { StreamId } from '../specification.ts';

const script = join(import.meta.dirname, '../streams/streams.py');

/** A row of a stream; see `streams.py`. */
export interface StreamRow {
  readonly part: 'train' | 'exam';
  /** From 0. */
  readonly step: number;
  readonly id: string;
  readonly label: string;
  readonly text?: string;
  /** A PNG. */
  readonly base64?: string;
}

export interface Stream {
  /** What is uploaded. */
  readonly train: readonly StreamRow[];
  /** What every version is asked about, by step and label. */
  readonly exam: readonly StreamRow[];
  /** File of both, for the trainer's process. */
  readonly path: string;
}

/** The rows of a stream, also as a file below `folder`. */
export async function readStream(
  id: StreamId,
  seed: number,
  { python, folder }: { readonly python: string; readonly folder: string },
): Promise<Stream> {
  const rows = await rowsOf<StreamRow>(python, [script, id, '--seed', String(seed)]);
  const inOrder = (part: StreamRow['part']) =>
    rows
      .filter((row) => row.part === part)
      .sort((a, b) => a.step - b.step || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  const [train, exam] = [inOrder('train'), inOrder('exam')];
  const path = join(folder, `${id}-${seed}.jsonl`);
  writeFileSync(path, [...train, ...exam].map((row) => `${JSON.stringify(row)}\n`).join(''));
  return { train, exam, path };
}

/** The data of an input, labelled. */
export function dataOf({ text, base64 = '', label }: StreamRow): NewData {
  const concepts = [{ id: label, value: 1 }];
  return text === undefined ? { image: { base64 }, concepts } : { text: { raw: text }, concepts };
}
