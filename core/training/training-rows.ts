import { findModelType } from '../catalog/catalog.ts';
import { deletedTest } from '../dataset/version/deleted-rows.ts';
import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import type { JsonObject } from '../json.ts';
import type { IncrementalCounts } from '../estimate/incremental-counts.ts';
import type { LineDelta } from '../model/lineage.ts';
import type { ModelVersion } from '../model/model-version.ts';
import type { Dependencies } from '../ports/host.ts';
import { chooseRows } from './choose-rows.ts';
import { ancestorsOf } from './line/ancestors.ts';
import { exemplarsOf } from './line/exemplars.ts';
import { lineOf } from './line/find-line.ts';
import type { KnownLine, LearntRows } from './line/known-line.ts';
import { replayPercent } from './replay.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256'>;

/** What an incremental training reads, and what its line knows with it. */
export interface TrainingRows {
  /** Ascending by id. */
  readonly rows: readonly ManifestRow[];
  readonly incremental: IncrementalCounts;
  readonly delta: LineDelta;
  /** What the line knows with these rows: to be kept as its `line.jsonl`. */
  readonly line: KnownLine;
  /** Versions of the line whose rows are not known any more. */
  readonly lostVersions: readonly string[];
  /** Ids of rows that came on another side than the line keeps their content on. */
  readonly turned: readonly string[];
}

/**
 * The rows that an incremental training really uses: those of its dataset version that the line of
 * its parent does not know so (`new`), a choice of what the line learnt (`replay`), and all that
 * the line holds out, so that forgetting can be measured. Rows whose input was deleted are none of
 * it.
 * @param own rows of its dataset version whose inputs are there
 * @param of.versionId of the version that it makes; absent: there is none yet
 */
export async function trainingRows(
  own: Iterable<ManifestRow>,
  of: {
    readonly parent: ModelVersion;
    readonly hyperparameters: JsonObject;
    readonly versionId?: string;
  },
  deps: Uses,
): Promise<TrainingRows> {
  const { parent, versionId = '' } = of;
  const { line, lostVersions } = await lineOf(parent, deps);
  const gone = await line.forget(await deletedTest(parent.scope, deps));
  const before = { inputs: line.count(), evaluationInputs: line.count('test') };
  const { rows, learnt, replayCount, replayTrainCount } = chooseRows(line, own, {
    versionId,
    unlearnt: await unlearntVersions(parent, deps),
    percent: percentOf(of.hyperparameters),
    exemplars: await exemplarsOf(parent, deps),
    needsLabels: findModelType(parent.modelTypeId).learnsFrom === 'concepts',
  });
  return {
    rows,
    incremental: { newCount: learnt.fresh.length, replayCount, replayTrainCount },
    delta: deltaOf({ parent, line, learnt, gone, before, replayed: replayTrainCount }),
    line,
    lostVersions,
    turned: learnt.turned,
  };
}

/** Inputs that are named for people. */
export const exampleCount = 5;

const firstOf = (ids: readonly string[]): readonly string[] => ids.slice(0, exampleCount);

function deltaOf(of: {
  readonly parent: ModelVersion;
  readonly line: KnownLine;
  readonly learnt: LearntRows;
  readonly gone: readonly string[];
  readonly before: { readonly inputs: number; readonly evaluationInputs: number };
  readonly replayed: number;
}): LineDelta {
  const { line, learnt, gone, before } = of;
  const evaluationInputs = line.count('test');
  return {
    inputs: line.count(),
    added: learnt.added.length,
    removed: Math.max(gone.length, knownTo(of.parent) - before.inputs),
    relabelled: learnt.relabelled.length,
    replayed: of.replayed,
    evaluationInputs,
    evaluationAdded: evaluationInputs - before.evaluationInputs,
    examples: {
      added: firstOf(learnt.added),
      removed: firstOf(gone),
      relabelled: firstOf(learnt.relabelled),
    },
  };
}

/** What its line knew with it: purged rows are in no file any more. */
function knownTo(parent: ModelVersion): number {
  return 'training' in parent ? (parent.lineage?.delta.inputs ?? 0) : 0;
}

function percentOf(hyperparameters: JsonObject): number {
  const percent = hyperparameters['replay_percent'];
  return typeof percent === 'number' ? percent : replayPercent;
}

/**
 * A version that was stopped half-way has not learnt its rows: they are as new as the others. So
 * are those of a stopped one that it went on from.
 */
export async function unlearntVersions(
  parent: ModelVersion,
  deps: Uses,
): Promise<ReadonlySet<string>> {
  const stopped = new Set<string>();
  if (parent.status !== 'stopped') return stopped;
  stopped.add(parent.id);
  for await (const { versionId, version } of ancestorsOf(parent, deps)) {
    if (version?.status !== 'stopped') break;
    stopped.add(versionId);
  }
  return stopped;
}
