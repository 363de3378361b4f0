import type { ModelVersion } from '../../core/api/wire/messages.ts';
import { stateOf } from './version-state.ts';

/** In which state a version is, as a coloured word. */
export function VersionState({ version }: { version: Pick<ModelVersion, 'status' | 'metadata'> }) {
  const { word, tone } = stateOf(version);
  return (
    <span class={`badge ${tone}`}>
      <i aria-hidden="true" />
      {word}
    </span>
  );
}
