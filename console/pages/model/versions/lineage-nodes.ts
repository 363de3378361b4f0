import type { LineDelta, ModelVersion, VersionNode } from '../../../../core/api/wire/messages.ts';
import { standingOf } from '../../../../core/training/words/standing.ts';
import { figure } from '../../../parts/figures/in-words.ts';
import { versionName } from '../../../parts/version/version-name.ts';
import { stateNamed, stateOf } from '../../../parts/version/version-state.ts';
import { headlineOf } from '../figures/headline.ts';

/** A version of a line, as the picture and its table show it. */
export interface LineVersion {
  readonly id: string;
  readonly modelId: string;
  /** Undefined: it started from a base model, or from nothing. */
  readonly parentId: string | undefined;
  readonly name: string;
  /** Its metric, else its state. */
  readonly text: string;
  readonly delta: LineDelta | undefined;
  readonly verdict: string | undefined;
  /** Made of a point of the dial. */
  readonly dial: string | undefined;
  readonly settings: string;
  /** Why the gate did not let it through. */
  readonly reason: string | undefined;
}

/** @param parentId of the version before it in the path */
export function ofNode(node: VersionNode, parentId: string | undefined): LineVersion {
  const { versionId, modelId, metric, status, delta, gate, dial, settingsChanged } = node;
  const state = node.isDeleted ? 'deleted' : stateNamed(status).word;
  return {
    ...{ id: versionId, modelId, parentId, delta, verdict: gate?.verdict },
    name: versionName(versionId),
    text: metric ? `${metric.name} ${figure(metric.value)}` : state,
    dial: dial && `weight ${dial.weight}, shift ${dial.shift}`,
    settings: Object.entries(settingsChanged)
      .map(([name, values]) => `${name} ${changeOf(values)}`)
      .join(', '),
    reason: gate?.verdict === 'promote' ? undefined : gate?.reasons[0]?.message,
  };
}

/** Of the list of versions, which says less. */
export function ofVersion(modelId: string, version: ModelVersion): LineVersion {
  const headline = headlineOf(version);
  const { gate, lineage } = version.metadata?.deeptune ?? {};
  return {
    ...{ id: version.id, modelId, delta: lineage?.delta, verdict: gate?.verdict },
    parentId: version.train_info?.resume_from_model?.model_version?.id,
    name: versionName(version.id),
    text: headline ? `${headline.metric} ${figure(headline.value)}` : stateOf(version).word,
    dial: undefined,
    settings: '',
    reason: gate?.verdict === 'promote' ? undefined : gate?.reasons[0]?.message,
  };
}

/** `+20 −1 ~2, 40 replayed`; of a point of the dial, which. */
export function changeWords({ delta, dial }: LineVersion): string {
  if (dial !== undefined) return `dial: ${dial}`;
  if (!delta) return '';
  const relabelled = delta.relabelled > 0 ? ` ~${delta.relabelled}` : '';
  const removed = delta.removed > 0 ? ` −${delta.removed}` : '';
  return `+${delta.added}${removed}${relabelled}, ${delta.replayed} replayed`;
}

const standings = {
  promoted: ['promoted: it answers', 'good'],
  'held-back': ['held back', 'warn'],
  'awaits-approval': ['awaits approval', 'warn'],
} as const;

/** How it stands, in words and as the mark of its box. */
export function markOf(
  { id, verdict }: LineVersion,
  promotedId: string | undefined,
): { readonly standing: string | undefined; readonly tone: 'good' | 'warn' | 'plain' } {
  const standing = standingOf({ id, verdict }, promotedId);
  if (standing === undefined) return { standing: undefined, tone: 'plain' };
  const [words, tone] = standings[standing];
  return { standing: words, tone };
}

/** `[2, 5]` is `2 → 5`. */
function changeOf(values: unknown): string {
  if (!Array.isArray(values)) return JSON.stringify(values);
  return values.map((value) => JSON.stringify(value)).join(' → ');
}
