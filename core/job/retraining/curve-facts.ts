import type { LoadableVersion, ModelVersion } from '../../model/model-version.ts';
import { isLoadable } from '../../model/model-version.ts';
import { verdictOf } from '../../model/verdict.ts';
import type { CurvePoint } from '../../training/schedule/learning-curve.ts';

/** Versions that the learning curve looks back at. */
const maxVersions = 50;

/**
 * What earlier versions of a model had learnt and how well they did, by the metric of the one that
 * answers: those whose metric is a share, and greater is better. Points between two versions are no
 * trainings, stopped ones had not learnt all.
 * @param versions newest first
 */
export function curvePoints(
  versions: readonly ModelVersion[],
  answering: LoadableVersion | undefined,
): CurvePoint[] {
  const metric = answering && verdictOf(answering.metrics)?.metric;
  return versions
    .filter((version) => isLoadable(version) && version.status === 'trained')
    .slice(0, maxVersions)
    .flatMap((version) => pointOf(version as LoadableVersion, metric));
}

function pointOf(version: LoadableVersion, metric: string | undefined): CurvePoint[] {
  const verdict = verdictOf(version.metrics);
  const { training, lineage } = version;
  const inputs = lineage?.delta.inputs ?? training.inputCount ?? 0;
  if (!verdict || verdict.metric !== metric || training.dial || inputs === 0) return [];
  const { heldOut, count, greaterIsBetter = true } = verdict;
  if (heldOut === null || heldOut < 0 || heldOut > 1 || !greaterIsBetter) return [];
  return [{ inputs, score: heldOut, ...(count > 0 ? { count } : {}) }];
}
