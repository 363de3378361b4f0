import type { Answer, AnswerRow } from '../answers/answer.ts';
import { csvLine } from '../../core/csv.ts';
import { safeText } from '../frame/output/safe-text.ts';

/** How answers are written. */
export const answerFormats = ['table', 'jsonl', 'csv'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/** Writes answers as they come. */
export interface AnswerWriter {
  /** Lines that stand before all others. */
  readonly head: readonly string[];
  readonly lines: (row: AnswerRow) => readonly string[];
}

/** What CSV has columns for, by the model's type. */
export interface AnswerColumns {
  /** True: a line per region, with its box. */
  readonly regions: boolean;
  readonly text: boolean;
  readonly embedding: boolean;
  /** A column each with its value; empty: none. */
  readonly concepts: readonly string[];
}

export function columnsOf(modelTypeId: string, concepts: readonly string[]): AnswerColumns {
  const regions = ['visual-detector', 'visual-segmenter'].includes(modelTypeId);
  const text = modelTypeId === 'text-to-text';
  const embedding = modelTypeId === 'visual-embedder';
  return { regions, text, embedding, concepts: regions || text || embedding ? [] : concepts };
}

export function answerWriter(format: AnswerFormat, columns: AnswerColumns): AnswerWriter {
  if (format === 'jsonl') return { head: [], lines: (row) => [JSON.stringify(jsonOf(row))] };
  if (format === 'csv')
    return {
      head: [csvLine(csvHead(columns))],
      lines: (row) => csvRows(row, columns).map(csvLine),
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

const boxNames = ['top', 'left', 'bottom', 'right'] as const;

function csvHead({ regions, text, embedding, concepts }: AnswerColumns): string[] {
  if (text) return ['source', 'error', 'text'];
  if (embedding) return ['source', 'error', 'embedding'];
  const common = ['source', 'error', 'concept', 'value'];
  return regions ? [...common, ...boxNames] : [...common, ...concepts];
}

/** A line per region; of an input without regions one line, with what it has. */
function csvRows(row: AnswerRow, columns: AnswerColumns): (string | number)[][] {
  const blanks = csvHead(columns)
    .slice(2)
    .map(() => '');
  if ('error' in row) return [[row.source, row.error.message, ...blanks]];
  const { concepts, regions, text, embedding } = row.answer;
  const start = [row.source, ''];
  if (columns.text) return [[...start, text ?? '']];
  if (columns.embedding) return [[...start, embedding?.join(' ') ?? '']];
  if (columns.regions) {
    if (regions.length === 0) return [[...start, ...blanks]];
    return regions.map(({ box, concepts: found, value }) => {
      const sides = boxNames.map((name) => box?.[name] ?? '');
      return [...start, found[0]?.id ?? '', value, ...sides];
    });
  }
  const values = new Map(concepts.map(({ id, value }) => [id, value]));
  const [likeliest] = concepts;
  const all = columns.concepts.map((id) => values.get(id) ?? '');
  return [[...start, likeliest?.id ?? '', likeliest?.value ?? '', ...all]];
}
