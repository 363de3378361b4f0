import { createHash } from 'node:crypto';
import type { ManifestRow } from '../../../core/dataset/version/dataset-version.ts';
import type { RowChoice } from '../../../core/training/choose-rows.ts';
import { chooseRows } from '../../../core/training/choose-rows.ts';
import { KnownLine } from '../../../core/training/line/known-line.ts';

export const sha256 = (data: Uint8Array | string) =>
  createHash('sha256').update(data).digest('hex');

/** An image with one concept; its content is its id's, where none is named. */
export const row = (
  id: string,
  concept: string | readonly string[],
  { split = 'train', content = id }: { split?: 'train' | 'test'; content?: string } = {},
): ManifestRow => ({
  id,
  object: sha256(content),
  text: null,
  concepts: [concept].flat().map((each) => ({ id: each, value: 1 })),
  split,
  origin: 'new',
});

export const many = (prefix: string, concept: string, count: number) =>
  Array.from({ length: count }, (_, index) => row(`${prefix}${index}`, concept));

/** A line whose first version learnt these rows. */
export function lineWith(rows: readonly ManifestRow[], version = 'root'): KnownLine {
  const line = new KnownLine(sha256);
  line.learn(rows, version);
  return line;
}

export function choose(
  line: KnownLine,
  own: readonly ManifestRow[],
  choice: Partial<RowChoice> = {},
) {
  return chooseRows(line, own, {
    versionId: 'child',
    unlearnt: new Set(),
    percent: 40,
    exemplars: new Map(),
    needsLabels: true,
    ...choice,
  });
}

export const withConcept = (rows: readonly ManifestRow[], origin: string, concept: string) =>
  rows.filter((each) => each.origin === origin && each.concepts.some(({ id }) => id === concept));
