import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { bytes } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { useModel } from '../use-version.ts';
import { contentsOf, loadingCode, unpackingCode } from './artifact-words.ts';

interface ArtifactProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** The model artifact: its download, what is in it, how it is loaded. */
export function Artifact({ modelId, version }: ArtifactProps) {
  const typeId = useModel(modelId).model?.model_type_id ?? '';
  const asked = { model_id: modelId, version_id: version.id };
  const { data, error, refetch } = useCall('GetModelVersionExport', asked);
  const found = data?.export;
  const code = loadingCode(typeId);
  return (
    <Panel
      title="Model artifact"
      text="One archive, which needs neither this service nor a network. The link works for a day."
      actions={
        found?.url && (
          <a class="button primary" href={found.url} download="model.tar.gz">
            Download {found.size !== undefined && bytes(Number(found.size))}
          </a>
        )
      }
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="the artifact" lines={2} />}
      {found && !found.url && (
        <Problem error={new Error(found.status.details ?? found.status.description)} />
      )}
      <div class="columns">
        <div class="stack">
          <h3>What is in it</h3>
          <ul>
            {contentsOf(typeId).map(([file, words]) => (
              <li key={file}>
                <code>{file}</code> {words}
              </li>
            ))}
          </ul>
        </div>
        <div class="stack">
          <div class="row apart">
            <h3>How to load it</h3>
            <CopyButton text={code} label="Copy the code" />
          </div>
          <pre tabIndex={0} aria-label="Unpack it">
            {unpackingCode}
          </pre>
          <pre tabIndex={0} aria-label="Load it">
            {code}
          </pre>
        </div>
      </div>
    </Panel>
  );
}
