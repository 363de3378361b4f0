import type { DatasetVersionDifference, DifferingInput } from '../../core/api/wire/messages.ts';
import type { Column } from '../frame/output/output.ts';
import { counted } from '../frame/output/words.ts';
import { alignedColumns } from '../frame/output/aligned-columns.ts';
import { partNames } from './read-difference.ts';
import type { PartName } from './read-difference.ts';

/** An input that differs, and how. */
export interface DifferenceRow extends DifferingInput {
  readonly change: PartName;
}

/** For CSV: a line per input. */
export const differenceColumns: readonly Column<DifferenceRow>[] = [
  { name: 'change', value: ({ change }) => change },
  { name: 'input', value: ({ id }) => id },
  { name: 'before', value: ({ before }) => before?.join(' ') },
  { name: 'after', value: ({ after }) => after?.join(' ') },
];

export function differenceRows(difference: DatasetVersionDifference): DifferenceRow[] {
  return partNames.flatMap((change) =>
    difference[change].inputs.map((input) => ({ ...input, change })),
  );
}

/** A difference for a person: counts, by concept, then the inputs. */
export function differenceLines(difference: DatasetVersionDifference): string[] {
  const { inputsBefore, inputsAfter, unchanged, from_version_id: from } = difference;
  const changed = partNames.filter((name) => difference[name].count > 0);
  const counts = changed.map((name) => `${difference[name].count} ${name}`);
  return [
    `from  ${from}  ${counted(inputsBefore, 'input')}`,
    `to    ${difference.dataset_version_id}  ${counted(inputsAfter, 'input')}`,
    counts.length === 0
      ? 'They hold the same inputs with the same labels.'
      : `${counts.join(', ')}, ${unchanged} unchanged`,
    ...conceptLines(difference),
    ...changed.flatMap((name) => partLines(name, difference)),
  ];
}

function conceptLines({ concepts }: DatasetVersionDifference): string[] {
  const changed = concepts.filter(
    (each) => each.added + each.removed + each.gained + each.lost > 0,
  );
  if (changed.length === 0) return [];
  return [
    '',
    ...alignedColumns([
      ['CONCEPT', 'ADDED', 'REMOVED', 'GAINED', 'LOST'],
      ...changed.map(({ id, added, removed, gained, lost }) => [
        id,
        ...[added, removed, gained, lost].map(String),
      ]),
    ]),
  ];
}

function partLines(name: PartName, difference: DatasetVersionDifference): string[] {
  const { count, inputs } = difference[name];
  const more = count - inputs.length;
  return [
    '',
    `${name}:`,
    ...inputs.map((input) => `  ${input.id}${labelWords(input, name)}`),
    ...(more > 0 ? [`  and ${counted(more, 'input')} more: --limit, or --format json or csv`] : []),
  ];
}

function labelWords({ before, after }: DifferingInput, name: PartName): string {
  const shown = (labels: readonly string[] | undefined) => labels?.join(' ') || 'no concept';
  if (name === 'added') return `  ${shown(after)}`;
  if (name === 'removed') return `  ${shown(before)}`;
  if (shown(before) === shown(after)) return `  ${shown(after)}`;
  return `  ${shown(before)} -> ${shown(after)}`;
}
