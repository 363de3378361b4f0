import type { Answer, AnswerRow } from '../answers/answer.ts';
import { csvLine } from '../answers/csv.ts';
import { safeText } from '../frame/safe-text.ts';

/** How answers are written. */
export const answerFormats = ['table', 'jsonl', 'csv'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/** Writes answers as they come. */
export interface AnswerWriter {
  /** Lines that stand before all others. */
  readonly head: readonly string[];
  readonly lines: (row: AnswerRow) => readonly string[];
}

/** @param concepts of the model: a column each in CSV, where it classifies */
export function answerWriter(format: AnswerFormat, concepts: readonly string[]): AnswerWriter {
  if (format === 'jsonl') return { head: [], lines: (row) => [JSON.stringify(jsonOf(row))] };
  if (format === 'csv')
    return {
      head: [csvLine(csvHead(concepts))],
      lines: (row) => csvRows(row, concepts).map(csvLine),
    };
  return { head: [], lines: (row) => [`${safeText(row.source)}  ${inWords(row)}`] };
}

/** What a model says of an input, short; empty parts are left out. */
export function jsonOf(row: AnswerRow): Record<string, unknown> {
  if ('error' in row) return { source: row.source, error: row.error };
  const { concepts, regions, heatmap, embedding, text } = row.answer;
  return {
    source: row.source,
    ...(concepts.length > 0 ? { concepts } : {}),
    ...(regions.length > 0 || isEmpty(row.answer) ? { regions: regions.map(regionOf) } : {}),
    ...(heatmap === undefined ? {} : { heatmap_base64: heatmap }),
    ...(embedding === undefined ? {} : { embedding }),
    ...(text === undefined ? {} : { text }),
  };
}

/** A detector that found nothing: an empty list is its answer. */
function isEmpty({ concepts, regions, heatmap, embedding, text }: Answer): boolean {
  const others = [heatmap, embedding, text].every((part) => part === undefined);
  return others && concepts.length === 0 && regions.length === 0;
}

function regionOf({ box, mask, polygon, concepts, value }: Answer['regions'][number]) {
  const base64 = typeof mask === 'string' ? mask : mask && Buffer.from(mask).toString('base64');
  return {
    ...(box ? { box } : {}),
    ...(base64 === undefined ? {} : { mask_base64: base64 }),
    ...(polygon ? { polygon } : {}),
    concepts,
    value,
  };
}

const maxShown = 5;

/** For a person, in one line. */
export function inWords(row: AnswerRow): string {
  if ('error' in row) return `not answered: ${safeText(row.error.message)}`;
  const { concepts, regions, embedding, text } = row.answer;
  if (text !== undefined) return safeText(text);
  if (embedding)
    return `${embedding.length} numbers: ${embedding.slice(0, 4).map(shown).join(' ')} …`;
  const all =
    regions.length > 0
      ? regions.map((region) => `${region.concepts[0]?.name ?? 'region'} ${shown(region.value)}`)
      : concepts.map(({ name, value }) => `${name} ${shown(value)}`);
  if (all.length === 0) return 'nothing found';
  const more = all.length > maxShown ? `, and ${all.length - maxShown} more` : '';
  return safeText(all.slice(0, maxShown).join(', ')) + more;
}

const shown = (value: number) => value.toFixed(2);

function csvHead(concepts: readonly string[]): string[] {
  const common = ['source', 'error', 'concept', 'value', 'top', 'left', 'bottom', 'right', 'text'];
  return [...common, ...concepts];
}

/** A line per region; of an input without regions one line. */
function csvRows(row: AnswerRow, concepts: readonly string[]): (string | number)[][] {
  const { source } = row;
  const none = concepts.map(() => '');
  if ('error' in row) return [[source, row.error.message, '', '', '', '', '', '', '', ...none]];
  const { answer } = row;
  if (answer.regions.length > 0)
    return answer.regions.map(({ box, concepts: found, value }) => [
      ...[source, '', found[0]?.id ?? '', value],
      ...[box?.top ?? '', box?.left ?? '', box?.bottom ?? '', box?.right ?? ''],
      ...['', ...none],
    ]);
  const [likeliest] = answer.concepts;
  const values = new Map(answer.concepts.map(({ id, value }) => [id, value]));
  return [
    [
      ...[source, '', likeliest?.id ?? '', likeliest?.value ?? '', '', '', '', ''],
      answer.text ?? (answer.embedding ? JSON.stringify(answer.embedding) : ''),
      ...concepts.map((id) => values.get(id) ?? ''),
    ],
  ];
}
