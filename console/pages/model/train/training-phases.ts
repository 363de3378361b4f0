import type { ModelVersion, TrainingProgress } from '../../../../core/api/wire/messages.ts';
import { numberOf } from '../figures/headline.ts';
import { objectIn } from '../figures/measures.ts';

/** A part of a training job, in the trainer's order. */
export interface Phase {
  readonly name: string;
  readonly state: 'done' | 'now' | 'next';
  /** Undefined: not measured, or not over yet. */
  readonly seconds: number | undefined;
}

const phases = [
  ['setup', 'Setup', 'setup'],
  ['training', 'Training', 'train'],
  ['validation', 'Validation', 'validate'],
  ['evaluation', 'Evaluation on held-out data', 'evaluate'],
  ['saving', 'Saving', 'save'],
] as const;

/** Stages of progress.jsonl that belong to another phase. */
const phaseOfStage: Readonly<Record<string, string>> = { memory: 'training', stopped: 'saving' };

/**
 * How far a training is, and how long each phase took: measured by the trainer once it has ended,
 * and until then what its progress tells.
 */
export function phasesOf(
  version: ModelVersion,
  progress: readonly TrainingProgress[],
  isOpen: boolean,
): Phase[] {
  const measured = objectIn(version.metrics?.extended_metrics?.user_metrics ?? {}, 'seconds');
  const last = progress.at(-1);
  const stage = last && (phaseOfStage[last.stage] ?? last.stage);
  const at = phases.findIndex(([name]) => name === stage);
  return phases.map(([name, words, key], place) => {
    const state = !isOpen || place < at ? 'done' : place === at ? 'now' : 'next';
    const soFar = name === 'training' && place <= at ? last?.seconds : undefined;
    return { name: words, state, seconds: numberOf(measured[key]) ?? soFar };
  });
}
