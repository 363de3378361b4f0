import { omit } from '../../../json.ts';
import type { FoundAncestor } from '../../../training/line/ancestors.ts';
import type { Lineage } from '../../../training/read-lineage.ts';
import { isLoadable } from '../../../model/model-version.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { verdictOf } from '../../../model/verdict.ts';
import type { LineageFacts, VersionLineage, VersionNode } from '../../wire/messages.ts';

/** Tells whether a version answers its model's predictions. */
export type PromotedTest = (version: Pick<ModelVersion, 'id' | 'modelId'>) => boolean;

/** A version's place in its line. */
export function lineageToWire(
  version: ModelVersion,
  { ancestors, children, delta }: Lineage,
  isPromoted: PromotedTest,
): VersionLineage {
  const own = nodeToWire(version, isPromoted);
  const path = [...ancestors.map((each) => ancestorToWire(each, isPromoted)), own];
  return {
    root: path[0] ?? own,
    path,
    children: children.map((child) => nodeToWire(child, isPromoted)),
    line: delta,
  };
}

function ancestorToWire(
  { modelId, versionId, version, remembered }: FoundAncestor,
  isPromoted: PromotedTest,
): VersionNode {
  if (version) return nodeToWire(version, isPromoted);
  return {
    ...{ versionId, modelId },
    ...(remembered?.sequence === undefined ? {} : { sequence: remembered.sequence }),
    createdAt: remembered?.createdAt ?? '',
    status: 'deleted',
    isPromoted: false,
    ...(remembered
      ? { datasetId: remembered.datasetId, datasetVersionId: remembered.datasetVersionId }
      : {}),
    settingsChanged: {},
    isDeleted: true,
  };
}

function nodeToWire(version: ModelVersion, isPromoted: PromotedTest): VersionNode {
  const { id, modelId, sequence, createdAt, status } = version;
  const verdict = isLoadable(version) ? verdictOf(version.metrics) : undefined;
  return {
    ...{ versionId: id, modelId, createdAt, status },
    ...(sequence === undefined ? {} : { sequence }),
    isPromoted: isPromoted(version),
    settingsChanged: {},
    ...('training' in version ? trainedToWire(version) : {}),
    ...(typeof verdict?.heldOut === 'number'
      ? { metric: { name: verdict.metric, value: verdict.heldOut } }
      : {}),
  };
}

type Requested = Extract<ModelVersion, { training: unknown }>;

function trainedToWire({ training, lineage, gate }: Requested): Partial<VersionNode> {
  const { datasetId, datasetVersionId, inputCount, dial } = training;
  return {
    ...{ datasetId, datasetVersionId },
    ...(inputCount === undefined ? {} : { inputs: inputCount }),
    ...(lineage?.settingsChanged ? { settingsChanged: mutable(lineage.settingsChanged) } : {}),
    ...(lineage ? { delta: omit(lineage.delta, 'inputs') } : {}),
    ...(gate ? { gate: omit(gate, 'promotion') } : {}),
    ...(dial ? { dial } : {}),
  };
}

function mutable(changed: NonNullable<NonNullable<Requested['lineage']>['settingsChanged']>) {
  return Object.fromEntries(Object.entries(changed).map(([name, pair]) => [name, [...pair]]));
}

/** What a version says of its line where it is shown itself; undefined: it is a root. */
export function lineageFactsToWire(version: ModelVersion): LineageFacts | undefined {
  if (!('training' in version)) return undefined;
  const { parent } = version.training;
  const [root] = version.lineage?.ancestors ?? [];
  if (!parent || !version.lineage || !root) return undefined;
  return {
    rootVersionId: root.versionId,
    parentVersionId: parent.versionId,
    delta: omit(version.lineage.delta, 'inputs'),
  };
}
