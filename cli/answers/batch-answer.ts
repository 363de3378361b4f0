import type { Answer, AnsweredRegion, AnswerRow, RankedConcept } from './answer.ts';

/** A line of `predictions.jsonl`, as the trainer writes it (container/README.md). */
interface BatchLine {
  readonly id: string;
  readonly filename?: string;
  readonly output?: {
    readonly concepts?: readonly RankedConcept[];
    readonly regions?: readonly BatchRegion[];
    readonly embeddings?: readonly (readonly number[])[];
    readonly heatmap_base64?: string;
    readonly text?: string;
  };
  readonly error?: { readonly code: string; readonly message: string };
}

interface BatchRegion {
  readonly box: readonly [top: number, left: number, bottom: number, right: number] | null;
  readonly mask_base64: string | null;
  readonly concepts: readonly RankedConcept[];
  readonly value: number;
}

/**
 * Reads a line of a batch prediction's answers. Its source is the input's id.
 * @throws Error that names the line where it is not such a line
 */
export function answerOfBatchLine(line: string, number: number): AnswerRow {
  let read: Partial<BatchLine>;
  try {
    read = JSON.parse(line) as Partial<BatchLine>;
  } catch {
    throw new Error(`Line ${number} of the answers is not JSON: ${line.slice(0, 60)}`);
  }
  const { id = '', output, error } = read;
  if (error) return { source: id, error };
  if (!output) throw new Error(`Line ${number} of the answers has neither 'output' nor 'error'`);
  return { source: id, answer: answerOf(output) };
}

function answerOf(output: NonNullable<BatchLine['output']>): Answer {
  return {
    concepts: byValue(output.concepts ?? []),
    regions: (output.regions ?? []).map(regionOf),
    heatmap: output.heatmap_base64,
    embedding: output.embeddings?.[0],
    text: output.text,
  };
}

function regionOf({ box, mask_base64: mask, concepts, value }: BatchRegion): AnsweredRegion {
  const [top, left, bottom, right] = box ?? [];
  const isWhole =
    top !== undefined && left !== undefined && bottom !== undefined && right !== undefined;
  return {
    box: isWhole ? { top, left, bottom, right } : undefined,
    mask: mask ?? undefined,
    polygon: undefined,
    concepts: byValue(concepts),
    value,
  };
}

function byValue(concepts: readonly RankedConcept[]): RankedConcept[] {
  return concepts
    .map(({ id, name, value }) => ({ id, name: name || id, value }))
    .sort((a, b) => b.value - a.value);
}
