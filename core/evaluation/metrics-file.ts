import * as z from 'zod';
import { fail } from '../errors.ts';
import type { EvaluationMetrics } from './figures.ts';

const meanAndStd = z.object({ mean: z.number(), deviation: z.number() });
const matrix = z.object({
  conceptIds: z.array(z.string()),
  matrix: z.array(z.array(z.number())),
});
const numbers = z.array(z.number());

const conceptMetrics = z.object({
  conceptId: z.string(),
  positives: z.number(),
  total: z.number().optional(),
  precision: z.number().optional(),
  recall: z.number().optional(),
  f1: z.number().optional(),
  rocAuc: z.number().optional(),
  averagePrecision: z.number().optional(),
  rocCurve: z.object({ fpr: numbers, tpr: numbers, thresholds: numbers }).optional(),
  precisionRecallCurve: z
    .object({ precision: numbers, recall: numbers, thresholds: numbers })
    .optional(),
});

/**
 * `evaluation.json`, as `container/README.md` says. What the trainer adds one day is left out, not
 * refused.
 */
const evaluationMetrics = z.object({
  report: z.record(z.string(), z.json()),
  summary: z.object({
    accuracy: z.number().optional(),
    rocAuc: meanAndStd.optional(),
    f1: meanAndStd.optional(),
    precision: z.number().optional(),
    recall: z.number().optional(),
    map50: z.number().optional(),
    map: z.number().optional(),
  }),
  confusion: matrix.optional(),
  cooccurrence: matrix.optional(),
  perConcept: z.array(conceptMetrics),
  testSet: z
    .array(
      z.object({
        inputId: z.string(),
        predicted: z.array(z.object({ id: z.string(), value: z.number() })),
        actual: z.array(z.string()),
      }),
    )
    .optional(),
});

/**
 * What a job measured, from the trainer's `evaluation.json`.
 * @throws DeeptuneError model-artifact-invalid that names the field
 */
export function parseEvaluationMetrics(text: string): EvaluationMetrics {
  const parsed = evaluationMetrics.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data as EvaluationMetrics;
  const [issue] = parsed.error.issues;
  throw fail(
    'artifactInvalid',
    `evaluation.json: field '${issue?.path.join('.') ?? ''}': ${issue?.message ?? 'invalid'}`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
