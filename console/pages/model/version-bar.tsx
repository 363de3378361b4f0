import type { ModelTab } from '../../addresses.ts';
import { versionName } from '../../parts/version-name.ts';
import { VersionState } from '../../parts/version-state.tsx';
import { useVersion } from './use-version.ts';

interface VersionBarProps {
  readonly modelId: string;
  readonly versionId: string | undefined;
  readonly tab: ModelTab;
}

/** Which version the page is about, its state, and the way to another. */
export function VersionBar({ modelId, versionId, tab }: VersionBarProps) {
  const { version } = useVersion(modelId, versionId, tab);
  return (
    <div class="row">
      {version && (
        <>
          <b>{versionName(version.id)}</b>
          <VersionState version={version} />
        </>
      )}
    </div>
  );
}
