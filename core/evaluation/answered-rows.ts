import type { JsonObject } from '../json.ts';
import { fail } from '../errors.ts';
import type { Objects } from '../ports/objects.ts';

/** One line of a file of answers: what a model says of a row, beside what is true. */
export interface AnsweredRow {
  readonly id: string;
  readonly filename?: string;
  /** Concepts, regions or the target, as the container's README says. */
  readonly label?: JsonObject;
  readonly output?: JsonObject;
  /** How good the answer is, 0 to 1; absent: nothing to compare. */
  readonly score?: number;
  /** Why there is no answer. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** What the rows of a file have in common. */
export interface AnsweredFile {
  readonly rows: readonly AnsweredRow[];
  /** What `score` is: `right`, `recall1`, `ap50`, `meanIou`, `rougeL`; absent: nothing says. */
  readonly scoreName?: string;
  /** Of a version's held-out rows: how many there are, and how many were asked about. */
  readonly counts?: {
    readonly heldOut: number;
    readonly chosen: number;
    readonly notMeasured: number;
    readonly answered: number;
    readonly failed: number;
  };
}

/** Larger files are read by a link. */
const maxBytes = 32 * 1024 * 1024;

/**
 * Reads a file of answers whole: it is sorted by how good they are.
 * @returns undefined where there is none
 * @throws DeeptuneError invalid-request where it is too large to be sorted in a request
 */
export async function readAnswers(
  objects: Objects,
  key: string,
): Promise<AnsweredFile | undefined> {
  const head = await objects.head(key);
  if (!head) return undefined;
  if (head.size > maxBytes)
    throw fail(
      'invalidRequest',
      `These answers are ${head.size} bytes; up to ${maxBytes} are sorted and shown in pages. Read them by the link of GET …/predictions`,
    );
  const bytes = await objects.get(key);
  return bytes && parseAnswers(new TextDecoder().decode(bytes));
}

/** JSON Lines; a first line without an id says what the rows have in common. */
export function parseAnswers(text: string): AnsweredFile {
  const lines = text.split('\n').filter(Boolean);
  const first = lines[0] === undefined ? {} : (JSON.parse(lines[0]) as JsonObject);
  const hasHead = lines.length > 0 && first['id'] === undefined;
  const rows = lines.slice(hasHead ? 1 : 0).map((line) => JSON.parse(line) as AnsweredRow);
  const { score, rows: counts } = first as { score?: string; rows?: AnsweredFile['counts'] };
  return {
    rows,
    ...(hasHead && score ? { scoreName: score } : {}),
    ...(hasHead && counts ? { counts } : {}),
  };
}

/** The least that an answer of boxes or masks counts as right with, and a text's overlap. */
const rightFrom = 0.5;

/**
 * Whether an answer is right; undefined where there is nothing to compare. Classifiers, embedders
 * and anomaly models: score 1. A text: the target itself. Boxes and masks: a score of at least 0.5.
 */
export function isCorrect({ score, label, output }: AnsweredRow): boolean | undefined {
  if (score === undefined) return undefined;
  const target = label?.['target'];
  if (typeof target === 'string') return String(output?.['text'] ?? '').trim() === target.trim();
  return score >= rightFrom;
}

export type RowOrder = 'worst' | 'best' | 'input';

export interface RowChoice {
  readonly order: RowOrder;
  /** Rows that are labelled with it, or a region of which is. */
  readonly concept?: string | undefined;
  /** Rows whose likeliest concept it is, or that of a region. */
  readonly predicted?: string | undefined;
  readonly onlyWrong: boolean;
}

/**
 * The rows that are asked for, in their order. `worst`: the lowest score first, of equal ones the
 * surest wrong answer; rows without an answer come first, rows without a score last.
 */
export function chosenRows(rows: readonly AnsweredRow[], choice: RowChoice): AnsweredRow[] {
  const { order, concept, predicted, onlyWrong } = choice;
  const chosen = rows.filter(
    (row) =>
      (concept === undefined || labelledWith(row).includes(concept)) &&
      (predicted === undefined || predictedIn(row).includes(predicted)) &&
      (!onlyWrong || isCorrect(row) === false || row.error !== undefined),
  );
  if (order === 'input') return chosen;
  const sign = order === 'worst' ? 1 : -1;
  const valued = chosen.map((row) => ({ row, rank: rankOf(row, sign), sure: surenessOf(row) }));
  valued.sort((a, b) => a.rank - b.rank || b.sure - a.sure || (a.row.id < b.row.id ? -1 : 1));
  return valued.map(({ row }) => row);
}

/** What is not measured is neither good nor bad: it comes last. */
function rankOf({ score, error }: AnsweredRow, sign: number): number {
  if (error !== undefined && sign > 0) return error.code === 'not-measured' ? 4 : -2;
  return score === undefined ? 3 : sign * score;
}

interface Named {
  readonly id: string;
  readonly value?: number;
}

const regionsOf = (values: JsonObject | undefined) =>
  (values?.['regions'] ?? []) as readonly { readonly concepts?: readonly (Named | string)[] }[];
const idOf = (concept: Named | string) => (typeof concept === 'string' ? concept : concept.id);

/** Ids of the concepts that a row is labelled with, each as often as it is. */
function labelledWith({ label }: AnsweredRow): string[] {
  const own = (label?.['concepts'] ?? []) as readonly string[];
  return [...own, ...regionsOf(label).flatMap(({ concepts = [] }) => concepts.map(idOf))];
}

function predictedIn({ output }: AnsweredRow): string[] {
  const [best] = (output?.['concepts'] ?? []) as unknown as readonly Named[];
  const regions = regionsOf(output).flatMap(({ concepts = [] }) => concepts.slice(0, 1).map(idOf));
  return [...(best ? [best.id] : []), ...regions];
}

/** How sure the likeliest concept is; 0 where there is none. */
function surenessOf({ output }: AnsweredRow): number {
  const [best] = (output?.['concepts'] ?? []) as unknown as readonly Named[];
  return best?.value ?? 0;
}
