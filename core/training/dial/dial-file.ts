import { isObject } from '../../catalog/hyperparameters/hyperparameter-value.ts';
import type { Json } from '../../json.ts';
import type { Objects } from '../../ports/objects.ts';
import { jobKeys } from '../../records/object-keys.ts';

/**
 * `dial.json`, which the trainer writes beside a candidate's export: what points between a parent
 * and the candidate answer to the frozen evaluation set (`container/README.md`).
 */
export interface DialFile {
  readonly parentVersionId: string;
  /** What a score is: `right`. */
  readonly score: string;
  /** Ids of the candidate's concepts; what follows names them by their places. */
  readonly concepts: readonly string[];
  /** Ids of those that the parent does not know. */
  readonly newConcepts: readonly string[];
  /** Ids of those that each had an example of; it says nothing of the others. */
  readonly taughtConcepts: {
    readonly parent: readonly string[];
    readonly candidate: readonly string[];
  };
  /** False: the head has no biases, so that no logit can be shifted in the weights. */
  readonly canShift: boolean;
  readonly rows: {
    readonly heldOut: number;
    readonly chosen: number;
    readonly answered: number;
  };
  readonly ids: readonly string[];
  /** Of each row the places of its concepts, and of those that its labels deny, ascending. */
  readonly truth: readonly (readonly number[])[];
  readonly denied: readonly (readonly number[])[];
  /** Ascending by weight and shift; the first is the parent itself. */
  readonly points: readonly AnsweredPoint[];
}

/** One point, with the places of the concepts that it gives each row. */
export interface AnsweredPoint {
  readonly weight: number;
  readonly shift: number;
  readonly answers: readonly (readonly number[])[];
}

/** Undefined where none was measured: of a first training, of a type without a dial. */
export async function readDial(
  folder: string,
  { objects }: { readonly objects: Pick<Objects, 'get'> },
): Promise<DialFile | undefined> {
  const bytes = await objects.get(jobKeys.dial(folder));
  return bytes && parseDial(new TextDecoder().decode(bytes));
}

/** Undefined for what is no whole `dial.json`: a later release's, or one that was half mirrored. */
export function parseDial(text: string): DialFile | undefined {
  try {
    const raw = JSON.parse(text) as Json;
    return isObject(raw) && raw['schemaVersion'] === 1
      ? wholeDial(raw as unknown as CodedDial)
      : undefined;
  } catch {
    return undefined;
  }
}

type CodedPoint = Omit<AnsweredPoint, 'answers'> & { readonly answers: string };
type CodedDial = Omit<DialFile, 'truth' | 'denied' | 'points'> & {
  readonly truth: string;
  readonly denied: string;
  readonly points: readonly CodedPoint[];
};

function wholeDial(raw: CodedDial): DialFile | undefined {
  const [truth, denied] = [decoded(raw.truth), decoded(raw.denied)];
  const points = raw.points.map((point) => ({ ...point, answers: decoded(point.answers) }));
  const { ids } = raw;
  const isWhole =
    points[0]?.weight === 0 &&
    [truth, denied, ...points.map(({ answers }) => answers)].every(
      ({ length }) => length === ids.length,
    );
  return isWhole ? { ...raw, truth, denied, points } : undefined;
}

/** `3 1,4 -`: rows by blanks, the places of a row by commas, `-` for none. */
function decoded(text: string): number[][] {
  if (text === '') return [];
  return text.split(' ').map((row) => (row === '-' ? [] : row.split(',').map(Number)));
}
