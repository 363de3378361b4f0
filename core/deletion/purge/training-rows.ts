import type { GateResult } from '../../model/promotion/gate-result.ts';
import type { Dependencies } from '../../ports/host.ts';
import { jobKeys } from '../../records/object-keys.ts';
import type { ExemplarsFile } from '../../training/line/exemplars.ts';
import { removeLines } from './filter-lines.ts';

type Uses = Pick<Dependencies, 'objects'>;
type Ids = ReadonlySet<string>;

/**
 * Erases inputs from what a training made of its rows: what it and its parent answered, its
 * exemplars and the gate's flips.
 */
export async function eraseFromTraining(folder: string, ids: Ids, deps: Uses): Promise<void> {
  for (const key of [jobKeys.heldOut(folder), jobKeys.gateAnswers(folder)])
    if (await deps.objects.head(key)) await removeLines(key, ids, deps);
  await rewrite<ExemplarsFile>(jobKeys.exemplars(folder), (file) => withoutIds(file, ids), deps);
  await rewrite<GateResult>(
    jobKeys.gate(folder),
    (gate) => ({ ...gate, negativeFlips: gate.negativeFlips.filter(({ id }) => !ids.has(id)) }),
    deps,
  );
  // Answers stand there by their places, which stay.
  await rewrite<{ readonly ids?: readonly string[] }>(
    jobKeys.dial(folder),
    (dial) => ({ ...dial, ids: (dial.ids ?? []).map((id) => (ids.has(id) ? '' : id)) }),
    deps,
  );
}

/** What the line of versions knows: sides included, so that nothing of an input is left. */
export async function eraseLine(folder: string, ids: Ids, deps: Uses): Promise<void> {
  const key = jobKeys.line(folder);
  if (await deps.objects.head(key)) await removeLines(key, ids, deps);
}

function withoutIds(file: ExemplarsFile, ids: Ids): ExemplarsFile {
  const concepts = Object.entries(file.concepts).map(([concept, chosen]) => [
    concept,
    chosen.filter((id) => !ids.has(id)),
  ]);
  return { ...file, concepts: Object.fromEntries(concepts) as ExemplarsFile['concepts'] };
}

async function rewrite<T extends object>(
  key: string,
  change: (value: T) => T,
  { objects }: Uses,
): Promise<void> {
  const bytes = await objects.get(key);
  if (!bytes) return;
  const changed = change(JSON.parse(new TextDecoder().decode(bytes)) as T);
  await objects.put(key, new TextEncoder().encode(JSON.stringify(changed)));
}
