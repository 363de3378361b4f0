import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { LineagePicture } from '../../../charts/lineage-picture.tsx';
import type { LineageNode } from '../../../charts/lineage.ts';
import { lineOf, placed } from '../../../charts/lineage.ts';
import { figure } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { stateOf } from '../../../parts/version/version-state.ts';
import { headlineOf } from '../figures/headline.ts';
import { maxAncestors, useAncestors } from './use-versions.ts';
import type { Descended } from './use-versions.ts';

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
  const ancestors = useAncestors(modelId, version);
  const asked = { model_id: modelId, per_page: newest };
  const listed = useCall('ListModelVersions', asked);
  const error = ancestors.error ?? listed.error;
  if (error) return <Problem error={error} onRetry={() => void ancestors.refetch()} />;
  if (!ancestors.data || !listed.data) return <Loading what="the line of the version" />;
  const own = listed.data.model_versions.map((each) => ({ modelId, version: each }));
  const known = new Map([...own, ...ancestors.data].map((each) => [each.version.id, each]));
  const nodes = new Map([...known].map(([id, { version: each }]) => [id, nodeOf(each)]));
  const line = lineOf(nodes, version.id, maxAncestors);
  const shown = placed(line.slice(0, maxShown));
  const isWhole = nodes.get(line[0]!.id)?.parentId === undefined;
  return (
    <Panel title={`Line of ${versionName(version.id)}`} text={words(line.length, isWhole)}>
      <LineagePicture
        chosen={version.id}
        nodes={shown.map((node) => ({ ...node, ...labelOf(known.get(node.id)!) }))}
        hrefOf={(id) => addresses.model(app, known.get(id)!.modelId, 'versions', { version: id })}
      />
    </Panel>
  );
}

function nodeOf({ id, train_info: info }: ModelVersion): LineageNode {
  return { id, parentId: info?.resume_from_model?.model_version?.id };
}

function labelOf({ version }: Descended) {
  const headline = headlineOf(version);
  const text = headline ? `${headline.metric} ${figure(headline.value)}` : stateOf(version).word;
  return { name: versionName(version.id), text };
}

function words(count: number, isWhole: boolean): string {
  const before = isWhole ? '' : ` Versions before the first one shown are left out.`;
  const cut = count > maxShown ? ` ${count - maxShown} further descendants are left out.` : '';
  return `From left to right: what each version was trained again from. Descendants are looked for among the ${newest} newest versions.${before}${cut}`;
}
