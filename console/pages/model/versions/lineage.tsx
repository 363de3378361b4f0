import type { ModelVersion, VersionLineage } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { LineagePicture } from '../../../charts/lineage-picture.tsx';
import { lineOf, placed } from '../../../charts/lineage.ts';
import { count } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { usePromotions } from '../retraining/use-promotions.ts';
import { changeWords, markOf, ofNode, ofVersion } from './lineage-nodes.ts';
import type { LineVersion } from './lineage-nodes.ts';
import { LineageTable } from './lineage-table.tsx';

interface LineageProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** Descendants are looked for among so many of the newest versions. */
const newest = 100;
/** Versions of a picture at most. */
const maxShown = 40;

/** What a version descends from, and what was trained again from it. */
export function Lineage({ modelId, version }: LineageProps) {
  const app = useAppId();
  const at = { model_id: modelId, version_id: version.id };
  const { data, error, refetch } = useCall('GetModelVersionLineage', at);
  const listed = useCall('ListModelVersions', { model_id: modelId, per_page: newest });
  const promotedId = usePromotions(modelId).data?.promoted_version_id;
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data || !listed.data) return <Loading what="the line of the version" />;
  const { lineage } = data;
  const known = knownOf(lineage, modelId, listed.data.model_versions);
  const line = lineOf(known, version.id, lineage.path.length);
  const shown = placed(line.slice(0, maxShown));
  const versions = shown.map(({ id }) => known.get(id)!);
  return (
    <Panel
      title={`Line of ${versionName(version.id)}`}
      text={`From left to right: what each version was trained again from. ★ answers predictions, ▲ is held back or awaits approval. The line knows ${count(lineage.line.inputs, 'input')}; ${lineage.line.evaluationInputs} of them are kept to measure it, and none learns them.${cutWords(line.length)}`}
    >
      <LineagePicture
        chosen={version.id}
        nodes={shown.map((node) => ({ ...node, ...boxOf(known.get(node.id)!, promotedId) }))}
        hrefOf={(id) => addresses.model(app, known.get(id)!.modelId, 'retraining', { version: id })}
      />
      <LineageTable {...{ versions, promotedId }} />
    </Panel>
  );
}

/** The path and the children, with further descendants of the list. */
function knownOf(
  { path, children }: VersionLineage,
  modelId: string,
  listed: readonly ModelVersion[],
): ReadonlyMap<string, LineVersion> {
  const own = path.at(-1)?.versionId;
  const nodes = [
    ...listed.map((version) => ofVersion(modelId, version)),
    ...children.map((node) => ofNode(node, own)),
    ...path.map((node, at) => ofNode(node, path[at - 1]?.versionId)),
  ];
  return new Map(nodes.map((node) => [node.id, node]));
}

function boxOf(version: LineVersion, promotedId: string | undefined) {
  const { name, text } = version;
  return { name, text, change: changeWords(version), ...markOf(version, promotedId) };
}

function cutWords(length: number): string {
  return length > maxShown ? ` ${length - maxShown} further descendants are left out.` : '';
}
