import type { ModelVersion } from '../../../../core/api/wire/messages.ts';

/** The model card that lies in the model artifact. */
export function ModelCard(_: { modelId: string; version: ModelVersion }) {
  return null;
}
