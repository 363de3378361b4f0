import type { DatasetVersion } from '../../../../core/api/wire/messages.ts';

/** What a dataset version holds, as numbers. */
export interface VersionFigures {
  readonly inputs: number;
  readonly unlabelled: number;
  readonly regions: number;
  readonly state: 'pending' | 'processing' | 'ready' | 'failed';
  readonly isReady: boolean;
}

/** Clarifai's codes of a dataset version. */
const states = { 64005: 'pending', 64010: 'processing', 64015: 'ready' } as const;

export function figuresOf({ metrics, status }: DatasetVersion): VersionFigures {
  const whole = metrics['/'];
  const state = states[status.code as keyof typeof states] ?? 'failed';
  return {
    inputs: Number(whole?.inputs_count ?? 0),
    unlabelled: Number(whole?.unlabeled_inputs_count ?? 0),
    regions: Number(whole?.regions_count ?? 0),
    state,
    isReady: state === 'ready',
  };
}

/** How many inputs have a concept in each of two versions. */
export interface ConceptChange {
  readonly id: string;
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** Concept by concept, those that change most first; those that stay are left out. */
export function conceptChanges(from: DatasetVersion, to: DatasetVersion): ConceptChange[] {
  const concepts = (version: DatasetVersion) => version.metadata.deeptune?.concepts ?? [];
  const before = new Map(concepts(from).map((concept) => [concept.id, concept]));
  const after = new Map(concepts(to).map((concept) => [concept.id, concept]));
  const all = [...new Set([...before.keys(), ...after.keys()])].map((id) => ({
    id,
    name: (after.get(id) ?? before.get(id))?.name ?? id,
    before: before.get(id)?.positives ?? 0,
    after: after.get(id)?.positives ?? 0,
  }));
  const size = (change: ConceptChange) => Math.abs(change.after - change.before);
  return all
    .filter((change) => size(change) > 0)
    .sort((a, b) => size(b) - size(a) || a.name.localeCompare(b.name));
}
