import type { Concept } from '../../../../core/api/wire/messages.ts';

/** The model that is asked, and what is known of it. */
export interface AskedModel {
  readonly appId: string;
  readonly modelId: string;
  readonly modelTypeId: string;
  /** The version that the address names; undefined: the newest that can predict. */
  readonly versionId: string | undefined;
  /** The version that answers. */
  readonly answeringId: string;
  /** What it was trained on; absent: it was trained elsewhere. */
  readonly datasetId?: string;
  /** All that it can answer. */
  readonly concepts: readonly Concept[];
}

/** How a model type answers, which decides what is drawn and what can be corrected. */
export type AnswerKind = 'concepts' | 'regions' | 'heat' | 'embedding' | 'text';

const kinds: Readonly<Record<string, AnswerKind>> = {
  'visual-detector': 'regions',
  'visual-segmenter': 'regions',
  'visual-anomaly-heatmap': 'heat',
  'visual-embedder': 'embedding',
  'text-to-text': 'text',
};

export function answerKindOf(modelTypeId: string): AnswerKind {
  return kinds[modelTypeId] ?? 'concepts';
}

/** What is hidden where the address says nothing, percent: boxes of detectors are many. */
export function usualThreshold(modelTypeId: string): number {
  return modelTypeId === 'visual-detector' ? 50 : 0;
}
