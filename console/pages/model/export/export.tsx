import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { stateOf } from '../../../parts/version/version-state.ts';
import type { TabProps } from '../model.tsx';
import { useVersion } from '../use-version.ts';
import { Artifact } from './artifact.tsx';
import { AnswerFiles } from './answer-files.tsx';
import { DatasetFiles } from './dataset-files.tsx';
import { RecordFiles } from './record-files.tsx';

/** What of a version can be taken away, and how it is used elsewhere. */
export function Export({ modelId, versionId }: TabProps) {
  const app = useAppId();
  const { version, error, retry } = useVersion(modelId, versionId, 'export');
  if (error) return <Problem error={error} onRetry={retry} />;
  if (!version) return <Loading what="the version" />;
  const isLoadable = version.metrics !== undefined;
  return (
    <div class="stack">
      {isLoadable ? (
        <Artifact modelId={modelId} version={version} />
      ) : (
        <Empty
          title={`${versionName(version.id)} has no model artifact: ${stateOf(version).word.toLowerCase()}`}
        >
          <p>A version has one as soon as it is trained, or stopped with a checkpoint.</p>
          <a class="button" href={addresses.model(app, modelId, 'versions')}>
            Choose another version
          </a>
        </Empty>
      )}
      {isLoadable && <AnswerFiles modelId={modelId} version={version} />}
      <RecordFiles version={version} />
      <DatasetFiles version={version} />
    </div>
  );
}
