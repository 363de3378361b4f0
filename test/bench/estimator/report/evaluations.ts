import {
  clarifaisFormula,
  constantUtilisation,
  linearFit,
  meanOfTemplate,
} from '../evaluation/baselines.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { Evaluation } from '../evaluation/evaluate.ts';
import type { Measure, Predictor } from '../evaluation/prediction.ts';
import { promised } from '../evaluation/promised.ts';
import { protocols, wholeSweep } from '../evaluation/protocols.ts';
import { releasedEstimator } from '../evaluation/released.ts';
import type { RunRecord } from '../records/records.ts';
import type { Named } from './tables.ts';

/** All that the section shows of one measure. */
export interface Evaluations {
  /** The estimator, by the id of the protocol. */
  readonly estimator: Readonly<Record<string, Named>>;
  /** What the host promised as each training began. */
  readonly promised: Named;
  /** Estimator and baselines under a protocol, by its id. */
  readonly beside: Readonly<Record<string, readonly Named[]>>;
}

/** Protocols under which the baselines stand beside the estimator. */
export const besideProtocols = [
  'new-template',
  'new-configuration',
  'one-run',
  'five-runs',
] as const;

/** @param own the estimator, which forecasts job and steps at once */
export function evaluationsOf(
  measure: Measure,
  runs: readonly RunRecord[],
  own: Predictor,
): Evaluations {
  const predictors: readonly (readonly [string, Predictor])[] = [
    ['**deeptune**', own],
    ['the release before: one factor per template', releasedEstimator(runs)],
    ["Clarifai's formula, A and B refitted", clarifaisFormula],
    ['linear in steps and samples', linearFit],
    ['mean of the template', meanOfTemplate],
    ['operations at one constant utilisation', constantUtilisation],
  ];
  const of = (predictor: Predictor, protocol = wholeSweep): Evaluation =>
    evaluate(protocol, { measure, predictor }, runs);
  const named = protocols.map((protocol) => {
    const evaluation = of(own, protocol);
    return [protocol.id, { title: protocol.title, evaluation }] as const;
  });
  const estimator = Object.fromEntries(named);
  const besideOf = (id: string): readonly Named[] =>
    predictors.map(([title, predictor], index) => ({
      title,
      evaluation: index === 0 ? estimator[id]!.evaluation : of(predictor, protocolOf(id)),
    }));
  return {
    estimator,
    promised: { title: 'as promised during the sweep', evaluation: of(promised) },
    beside: Object.fromEntries(besideProtocols.map((id) => [id, besideOf(id)])),
  };
}

function protocolOf(id: string) {
  const found = protocols.find((protocol) => protocol.id === id);
  if (!found) throw new Error(`there is no protocol ${id}`);
  return found;
}
