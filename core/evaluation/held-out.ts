import type { ConceptFigures, ConceptMatrix, Figures } from './figures.ts';
import { measured, spreadOf } from './figures.ts';
import type { LoadableVersion } from '../version/model-version.ts';

type Maybe = number | null | undefined;

interface ConceptMetrics {
  readonly conceptId: string;
  readonly count: number;
  readonly precision?: Maybe;
  readonly recall?: Maybe;
  readonly f1?: Maybe;
  readonly rocAuc?: Maybe;
  /** Detectors: average precision at IoU .5. */
  readonly ap50?: Maybe;
}

/** The part of the trainer's `metrics.json` that has a place in Clarifai's `EvalMetrics`; each model type fills its own. */
interface HeldOut {
  readonly count: number;
  readonly accuracy?: Maybe;
  readonly macroF1?: Maybe;
  readonly macroRocAuc?: Maybe;
  readonly perConcept?: readonly ConceptMetrics[];
  readonly map50?: Maybe;
  readonly map?: Maybe;
  readonly confusionMatrix?: ConceptMatrix | null;
}

/** How many rows a version's own metrics were measured on. */
export function heldOutCount(version: LoadableVersion): number {
  return heldOutOf(version)?.count ?? 0;
}

function heldOutOf(version: LoadableVersion): HeldOut | undefined {
  return version.metrics['heldOut'] as unknown as HeldOut | undefined;
}

/** What the trainer measured on the rows it held out; undefined where there were none. */
export function heldOutFigures(version: LoadableVersion): Figures | undefined {
  const heldOut = heldOutOf(version);
  if (!heldOut || heldOut.count === 0) return undefined;
  const { perConcept = [], macroF1, macroRocAuc } = heldOut;
  const present = perConcept.filter((concept) => concept.count > 0);
  const mean = (name: 'precision' | 'recall') => spreadOf(present.map((each) => each[name]))?.mean;
  const deviation = (name: 'f1' | 'rocAuc') =>
    spreadOf(present.map((each) => each[name]))?.deviation ?? 0;
  const { accuracy, map50, map, confusionMatrix } = heldOut;
  return {
    summary: {
      ...measured({
        accuracy,
        map50,
        map,
        precision: mean('precision'),
        recall: mean('recall'),
      }),
      ...(isNumber(macroF1) ? { f1: { mean: macroF1, deviation: deviation('f1') } } : {}),
      ...(isNumber(macroRocAuc)
        ? { rocAuc: { mean: macroRocAuc, deviation: deviation('rocAuc') } }
        : {}),
    },
    ...(confusionMatrix ? { confusion: confusionMatrix } : {}),
    perConcept: perConcept.map((concept) => figuresOf(concept, heldOut.count)),
  };
}

function figuresOf(concept: ConceptMetrics, total: number): ConceptFigures {
  const { conceptId, count, precision, recall, f1, rocAuc, ap50 } = concept;
  const numbers = measured({ precision, recall, f1, rocAuc, averagePrecision: ap50 });
  return { conceptId, positives: count, total, ...numbers };
}

function isNumber(value: Maybe): value is number {
  return typeof value === 'number';
}
