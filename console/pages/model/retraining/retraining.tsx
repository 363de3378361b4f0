import { Loading, Problem } from '../../../parts/states.tsx';
import type { TabProps } from '../model.tsx';
import { useVersion } from '../use-version.ts';
import { Lineage } from '../versions/lineage.tsx';
import { Gate } from './gate.tsx';
import { Policy } from './policy.tsx';
import { Promotions } from './promotions.tsx';
import { StandingPanel } from './standing.tsx';

/** How a version came to answer, or why it does not; and what the model asks of candidates. */
export function Retraining({ modelId, versionId }: TabProps) {
  const { version, error, retry } = useVersion(modelId, versionId, 'retraining');
  return (
    <div class="stack">
      {error && <Problem error={error} onRetry={retry} />}
      {!error && !version && <Loading what="the version" />}
      {version && (
        <>
          <StandingPanel modelId={modelId} version={version} />
          <Gate modelId={modelId} version={version} />
          <Lineage modelId={modelId} version={version} />
        </>
      )}
      <Promotions modelId={modelId} />
      <Policy modelId={modelId} />
    </div>
  );
}
