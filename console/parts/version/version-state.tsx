import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import { StatusBadge } from '../status-badge.tsx';
import { stateOf } from './version-state.ts';

/** In which state a version is. */
export function VersionState({ version }: { version: Pick<ModelVersion, 'status' | 'metadata'> }) {
  const { name, word } = stateOf(version);
  return <StatusBadge status={name} text={word} />;
}
