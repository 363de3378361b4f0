import { useLocation } from 'preact-iso';
import { addresses } from '../../addresses.ts';
import type { ModelTab } from '../../addresses.ts';
import { useAppId } from '../../api/use-call.ts';
import { SearchSelect } from '../../parts/list/search-select.tsx';
import { versionName } from '../../parts/version/version-name.ts';
import { StandingBadge } from '../../parts/version/standing-badge.tsx';
import { VersionState } from '../../parts/version/version-state.tsx';
import { useStandings } from './retraining/use-promotions.ts';
import { useVersionOptions } from './use-version-options.ts';
import { useVersion } from './use-version.ts';

interface VersionBarProps {
  readonly modelId: string;
  readonly versionId: string | undefined;
  readonly tab: ModelTab;
}

/** Which version the page is about, its state, and the way to another. */
export function VersionBar({ modelId, versionId, tab }: VersionBarProps) {
  const app = useAppId();
  const { route } = useLocation();
  const { version } = useVersion(modelId, versionId, tab);
  const standing = useStandings(modelId);
  const { options, onSearch } = useVersionOptions(modelId);
  // The one that is shown is among those that are offered, whatever was searched for.
  const isOffered = options.some(({ id }) => id === version?.id);
  const own = version && !isOffered ? [{ id: version.id, text: versionName(version.id) }] : [];
  return (
    <div class="row" style={{ alignItems: 'end' }}>
      <SearchSelect
        label="Version"
        placeholder="Choose a version"
        options={[...own, ...options]}
        value={version?.id}
        onSearch={onSearch}
        onChange={(id) => route(addresses.model(app, modelId, tab, { version: id }))}
      />
      {version && (
        <span style={{ lineHeight: '2.2rem' }}>
          <VersionState version={version} /> <StandingBadge standing={standing(version)} />
        </span>
      )}
      {version?.description && (
        <span class="hint" dir="auto">
          {version.description}
        </span>
      )}
    </div>
  );
}
