import type { JsonObject } from '../../core/json.ts';

/** Kinds of job that can be estimated. */
export const estimateKinds = ['train', 'evaluate', 'predict'] as const;

/** What was asked of `deeptune estimate`. */
export interface EstimateOptions {
  readonly kind: (typeof estimateKinds)[number];
  readonly dataset?: string;
  readonly datasetVersion?: string;
  readonly template?: string;
  readonly from?: string;
  readonly set: JsonObject;
}
