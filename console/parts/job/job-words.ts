import type { ActiveJob } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { versionName } from '../version/version-name.ts';

const verbs: Readonly<Record<string, string>> = {
  train: 'Train',
  evaluate: 'Evaluate',
  predict: 'Predict with',
};

/** `Train tour / shoes, Version 3`. */
export function jobName({ kind, app_id, model_id, model_version_id }: ActiveJob): string {
  return `${verbs[kind] ?? kind} ${app_id} / ${model_id}, ${versionName(model_version_id)}`;
}

/** Where it is watched: a training live, anything else by its version. */
export function jobAddress({ kind, app_id, model_id, model_version_id }: ActiveJob): string {
  const query = { version: model_version_id };
  return addresses.model(app_id, model_id, kind === 'train' ? 'train' : 'overview', query);
}
