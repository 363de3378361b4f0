import type { JsonObject } from '../../../../core/json.ts';
import type { Confusion } from '../../../charts/confusion.ts';
import { numberOf } from './headline.ts';

/** A measure of a version, beside what it is compared with. */
export interface Measure {
  /** The trainer's word: `macroF1`. */
  readonly key: string;
  readonly name: string;
  readonly heldOut: number;
  readonly untrained: number | undefined;
  readonly trivial: number | undefined;
  /** True: the less, the better. */
  readonly isLessBetter: boolean;
}

/** The trainer's words of docs/models.md and container/README.md, as people say them. */
const names: Readonly<Record<string, string>> = {
  accuracy: 'Accuracy',
  macroF1: 'F1, mean over concepts',
  macroRocAuc: 'ROC AUC, mean over concepts',
  map50: 'mAP@.5',
  map: 'mAP@[.5:.95]',
  meanIou: 'Mean IoU',
  pixelAccuracy: 'Pixel accuracy',
  recall1: 'Recall at 1',
  recall5: 'Recall at 5',
  imageAuroc: 'Image AUROC',
  pixelAuroc: 'Pixel AUROC',
  foundPercent: 'Anomalies found, %',
  falseAlarmPercent: 'False alarms, %',
  perplexity: 'Perplexity',
  tokenAccuracy: 'Token accuracy',
  exactMatch: 'Exact match',
  rougeL: 'ROUGE-L',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  rocAuc: 'ROC AUC',
  ap50: 'AP@.5',
  ap: 'AP@[.5:.95]',
  iou: 'IoU',
};

const lessIsBetter = new Set(['perplexity', 'falseAlarmPercent']);
/** Numbers of inputs, which are no measures. */
const counts = new Set(['count', 'generated', 'normal', 'anomalous']);

export function measureName(key: string): string {
  return names[key] ?? key;
}

export function isLessBetter(key: string): boolean {
  return lessIsBetter.has(key);
}

/** @param metrics `extended_metrics.user_metrics`: the trainer's metrics.json */
export function measuresOf(metrics: JsonObject): Measure[] {
  const heldOut = objectIn(metrics, 'heldOut');
  const [untrained, trivial] = [objectIn(metrics, 'untrained'), objectIn(metrics, 'trivial')];
  return Object.entries(heldOut).flatMap(([key, value]) => {
    if (typeof value !== 'number' || counts.has(key)) return [];
    return {
      key,
      name: measureName(key),
      heldOut: value,
      untrained: numberOf(untrained[key]),
      trivial: numberOf(trivial[key]),
      isLessBetter: isLessBetter(key),
    };
  });
}

/** Undefined where rows have several concepts, or there are too many for a matrix. */
export function confusionOf(metrics: JsonObject): Confusion | undefined {
  const found = objectIn(metrics, 'heldOut')['confusionMatrix'];
  return found === null || found === undefined ? undefined : (found as unknown as Confusion);
}

/** An object of a JSON object; an empty one where there is none. */
export function objectIn(json: JsonObject, name: string): JsonObject {
  const found = json[name];
  const isObject = typeof found === 'object' && found !== null && !Array.isArray(found);
  return isObject ? (found as JsonObject) : {};
}
