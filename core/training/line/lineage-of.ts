import type { Json, JsonObject } from '../../json.ts';
import type { LineDelta, VersionLineage } from '../../model/lineage.ts';
import type { ModelVersion, TrainingConfig } from '../../model/model-version.ts';
import { rememberedBy } from './ancestors.ts';

type Settings = Pick<TrainingConfig, 'templateId' | 'hyperparameters'>;

/** What the record of a version says of where it comes from. @param parent absent: it is a root */
export function lineageOf(
  parent: ModelVersion | undefined,
  training: Settings,
  delta: LineDelta,
): VersionLineage {
  if (!parent || !('training' in parent)) return { ancestors: [], delta };
  const settingsChanged = changedSettings(parent.training, training);
  return { ancestors: rememberedBy(parent), delta, settingsChanged };
}

/** Settings that differ, by name: the parent's, then the child's; null where one has it not. */
function changedSettings(
  parent: Settings,
  child: Settings,
): NonNullable<VersionLineage['settingsChanged']> {
  const [before, after] = [settingsIn(parent), settingsIn(child)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.flatMap((name): [string, readonly [Json, Json]][] => {
    const pair = [before[name] ?? null, after[name] ?? null] as const;
    return same(...pair) ? [] : [[name, pair]];
  });
  return Object.fromEntries(changed);
}

function settingsIn({ templateId, hyperparameters }: Settings): JsonObject {
  return { template: templateId, ...hyperparameters };
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

/** Keys of objects come in any order. */
function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, ordered(each)]));
}
