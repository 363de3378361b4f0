import type { DataWarning } from '../../dataset/version/warnings/data-warning.ts';
import { listed } from '../../dataset/version/warnings/data-warning.ts';
import type { TrainingCounts } from '../../dataset/version/training-counts.ts';
import type { ConceptRef, ModelVersion } from '../../model/model-version.ts';
import { conceptsOfVersion } from '../../model/model-version.ts';
import { counted, wordFor } from '../../words.ts';
import type { DataFacts } from './rows/data-facts.ts';

/** What somebody should know of a child's line of versions before it is paid for. */
export function lineWarnings(
  { lostVersions, turned, counts }: Pick<DataFacts, 'lostVersions' | 'turned' | 'counts'>,
  parent: ModelVersion,
  concepts: readonly ConceptRef[],
): DataWarning[] {
  return [
    ...lost(lostVersions),
    ...onTheirSide(turned.length),
    ...renamed(conceptsOfVersion(parent), concepts),
    ...withoutInputs(conceptsOfVersion(parent), counts),
  ];
}

function lost(versions: readonly string[]): DataWarning[] {
  if (versions.length === 0) return [];
  const count = versions.length;
  return [
    {
      code: 'line-incomplete',
      value: count,
      message: `What ${counted(count, 'version', 'versions')} of its line learnt is not known any more (${listed(versions)}): ${wordFor(count, 'it was', 'they were')} deleted, or ${wordFor(count, 'its', 'their')} data were. Nothing of that is learnt again or measured`,
      advice: 'Where that matters, train on a dataset version that holds it',
    },
  ];
}

/** Without their ids, which a purge would have to find in the record of the version. */
function onTheirSide(count: number): DataWarning[] {
  if (count === 0) return [];
  return [
    {
      code: 'kept-sides',
      value: count,
      message: `${counted(count, 'input', 'inputs')} of the dataset ${wordFor(count, 'comes', 'come')} on another side of the split than the line of versions met ${wordFor(count, 'its', 'their')} content on, and ${wordFor(count, 'stays', 'stay')} there`,
      advice:
        'What was learnt from once must not be held out, and what was held out must not be learnt from; a training without a parent takes the sides as they are given',
    },
  ];
}

function renamed(before: readonly ConceptRef[], now: readonly ConceptRef[]): DataWarning[] {
  const names = new Map(now.map(({ id, name }) => [id, name]));
  const changed = before.filter(({ id, name }) => (names.get(id) ?? name) !== name);
  if (changed.length === 0) return [];
  const said = changed.map(({ id, name }) => `'${name}' is now '${names.get(id)}'`);
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  return [
    {
      code: 'renamed-concepts',
      value: changed.length,
      message: `${counted(changed.length, 'concept was', 'concepts were')} renamed since the parent was trained: ${said.slice(0, 5).join(', ')}${more}. They are the same concepts by their ids: what was learnt of them is kept under the new name`,
      advice: 'To tell two things apart, give the second one a concept of its own',
    },
  ];
}

/** Merged into others or taken from all inputs: the parent's knowledge of them has no example. */
function withoutInputs(before: readonly ConceptRef[], { concepts }: TrainingCounts): DataWarning[] {
  const present = new Map(concepts.map(({ id, train, test }) => [id, train + test]));
  const gone = before.filter(({ id }) => (present.get(id) ?? 0) === 0).map(({ id }) => id);
  if (gone.length === 0) return [];
  const count = gone.length;
  return [
    {
      code: 'concepts-without-inputs',
      value: count,
      message: `${counted(count, 'concept', 'concepts')} of the parent ${wordFor(count, 'has', 'have')} no input left in its line: ${listed(gone)}. ${wordFor(count, 'It stays an answer', 'They stay answers')}, kept by the parent's own answers alone, and nothing measures ${wordFor(count, 'it', 'them')}`,
      advice:
        'To be rid of a concept that was merged or given up, train without a parent; to keep it, bring inputs of it',
    },
  ];
}
