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
