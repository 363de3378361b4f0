import type { AnswerFormat } from './answer-writer.ts';

/** What was asked of `deeptune predict`. */
export interface PredictOptions {
  /** `--model-version`: absent: the one that is promoted. */
  readonly modelVersion?: string;
  readonly dataset?: string;
  readonly datasetVersion?: string;
  readonly as?: AnswerFormat;
  readonly out?: string;
  readonly draw?: string;
  readonly drawAbove: number;
  readonly minValue?: number;
}
