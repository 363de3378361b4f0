import type { LoadableVersion } from '../model/model-version.ts';
import type { ConceptFigures, ConceptMatrix, EvaluationMetrics, Report } from './figures.ts';
import { measured, spreadOf } from './figures.ts';

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

/**
 * The part of a report that has a place in Clarifai's `EvalMetrics`; each model type fills its own.
 */
interface Placed {
  readonly count: number;
  readonly accuracy?: Maybe;
  readonly macroF1?: Maybe;
  readonly macroRocAuc?: Maybe;
  readonly imageAuroc?: Maybe;
  readonly perConcept?: readonly ConceptMetrics[];
  readonly map50?: Maybe;
  readonly map?: Maybe;
  readonly confusionMatrix?: ConceptMatrix | null;
}

/** How many rows a version's own metrics were measured on. */
export function heldOutCount(version: LoadableVersion): number {
  return Number(heldOutOf(version)?.['count'] ?? 0);
}

function heldOutOf(version: LoadableVersion): Report | undefined {
  return version.metrics['heldOut'] as Report | undefined;
}

/** What the trainer measured on the rows it held out; undefined where there were none. */
export function heldOutMetrics(version: LoadableVersion): EvaluationMetrics | undefined {
  const report = heldOutOf(version);
  return report && heldOutCount(version) > 0 ? figuresOfReport(report) : undefined;
}

/**
 * A report as Clarifai words it, with the report itself: it has numbers that Clarifai has no place
 * for.
 */
function figuresOfReport(report: Report): EvaluationMetrics {
  const placed = report as unknown as Placed;
  const { perConcept = [], accuracy, map50, map, confusionMatrix } = placed;
  const present = perConcept.filter((concept) => concept.count > 0);
  const mean = (name: 'precision' | 'recall') => spreadOf(present.map((each) => each[name]))?.mean;
  const spread = (macro: Maybe, name: 'f1' | 'rocAuc') =>
    typeof macro === 'number'
      ? { mean: macro, deviation: spreadOf(present.map((each) => each[name]))?.deviation ?? 0 }
      : undefined;
  const f1 = spread(placed.macroF1, 'f1');
  // An anomaly model has one concept to tell from the rest.
  const rocAuc = spread(placed.macroRocAuc ?? placed.imageAuroc, 'rocAuc');
  return {
    report,
    summary: {
      ...measured({
        accuracy,
        map50,
        map,
        precision: mean('precision'),
        recall: mean('recall'),
      }),
      ...(f1 ? { f1 } : {}),
      ...(rocAuc ? { rocAuc } : {}),
    },
    ...(confusionMatrix ? { confusion: confusionMatrix } : {}),
    perConcept: perConcept.map((concept) => figuresOf(concept, placed.count)),
  };
}

/**
 * @param rowCount of all rows; an embedder's concept may be on more than those that it was asked
 * for
 */
function figuresOf(concept: ConceptMetrics, rowCount: number): ConceptFigures {
  const { conceptId, count, precision, recall, f1, rocAuc, ap50 } = concept;
  const total = ap50 === undefined && count <= rowCount ? { total: rowCount } : {};
  const numbers = measured({ precision, recall, f1, rocAuc, averagePrecision: ap50 });
  return { conceptId, positives: count, ...total, ...numbers };
}
