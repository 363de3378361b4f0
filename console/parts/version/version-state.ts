import type { ModelVersion } from '../../../core/api/wire/messages.ts';

/** A version's state in the words of docs/models.md. */
export interface VersionState {
  /** The service's word: `training`. */
  readonly name: string;
  readonly word: string;
  /** True: it will change by itself. */
  readonly isOpen: boolean;
}

const states: Readonly<Record<string, Omit<VersionState, 'name'>>> = {
  untrained: { word: 'Not trained', isOpen: false },
  queued: { word: 'Queued', isOpen: true },
  training: { word: 'Training', isOpen: true },
  stopping: { word: 'Stopping', isOpen: true },
  trained: { word: 'Trained', isOpen: false },
  stopped: { word: 'Stopped', isOpen: false },
  failed: { word: 'Failed', isOpen: false },
};

/** Clarifai's codes, for what has no word of ours: base models of the app `main`. */
const byCode: Readonly<Record<number, string>> = {
  21100: 'trained',
  21101: 'training',
  21102: 'untrained',
  21103: 'queued',
  21106: 'failed',
};

export function stateOf(version: Pick<ModelVersion, 'status' | 'metadata'>): VersionState {
  const { code, description } = version.status;
  const name = version.metadata?.deeptune?.status ?? byCode[code] ?? 'unknown';
  return stateNamed(name, description);
}

/** @param otherwise what is shown for a state that is not known */
export function stateNamed(name: string, otherwise = name): VersionState {
  return { name, ...(states[name] ?? { word: otherwise, isOpen: false }) };
}
