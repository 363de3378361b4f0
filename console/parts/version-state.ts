import type { ModelVersion } from '../../core/api/wire/messages.ts';

/** A version's state in the words of docs/models.md. */
export interface VersionState {
  readonly name: string;
  readonly word: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'running' | 'waiting' | 'faint';
  /** True: it will change by itself. */
  readonly isOpen: boolean;
}

const states: Readonly<Record<string, Omit<VersionState, 'name'>>> = {
  untrained: { word: 'Not trained', tone: 'faint', isOpen: false },
  queued: { word: 'Queued', tone: 'waiting', isOpen: true },
  training: { word: 'Training', tone: 'running', isOpen: true },
  stopping: { word: 'Stopping', tone: 'running', isOpen: true },
  trained: { word: 'Trained', tone: 'good', isOpen: false },
  stopped: { word: 'Stopped', tone: 'warn', isOpen: false },
  failed: { word: 'Failed', tone: 'bad', isOpen: false },
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
  const known = states[name] ?? { word: description, tone: 'faint', isOpen: false };
  return { name, ...known };
}
