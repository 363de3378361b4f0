import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { jobKeys } from '../../records/object-keys.ts';
import type { RowFacts } from '../request/row-facts.ts';

/** What the rows of a job say of its time, counted as Prepare lays them out. */
export interface LaidOutRows {
  /** Rows of its dataset version whose inputs are still there. */
  readonly inputCount: number;
  /** Characters of the longest text, with its completion. */
  readonly maxTextLength: number;
  /** Incremental training alone: of all rows, those held out too, by where they come from. */
  readonly incremental?: { readonly newCount: number; readonly replayCount: number };
}

/** @param facts of the dataset version's own rows @param learnt all rows of an incremental one */
export function laidOutRows(
  { rows, maxTextLength }: Pick<RowFacts, 'rows' | 'maxTextLength'>,
  learnt?: readonly ManifestRow[],
): LaidOutRows {
  const counted = { inputCount: rows, maxTextLength };
  if (!learnt) return counted;
  const replayCount = learnt.filter(({ origin }) => origin === 'replay').length;
  return { ...counted, incremental: { newCount: learnt.length - replayCount, replayCount } };
}

export async function writeLaidOut(
  folder: string,
  rows: LaidOutRows,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<void> {
  await objects.put(jobKeys.laidOut(folder), new TextEncoder().encode(JSON.stringify(rows)));
}

/** Undefined where an earlier release laid the job out. */
export async function readLaidOut(
  folder: string,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<LaidOutRows | undefined> {
  const bytes = await objects.get(jobKeys.laidOut(folder));
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as LaidOutRows);
}
