import { decideRetraining } from '../../../../core/training/schedule/decide-retraining.ts';
import type { RetrainingFacts } from '../../../../core/training/schedule/decide-retraining.ts';
import type { CurvePoint } from '../../../../core/training/schedule/learning-curve.ts';
import { predictionDrift } from '../../../../core/training/schedule/prediction-drift.ts';
import type { TopAnswer } from '../../../../core/training/schedule/prediction-drift.ts';
import { randomFrom } from '../../estimator/random.ts';
import type { Policy } from './policies.ts';
import type { SimulatedStream } from './simulated-stream.ts';
import { inputsBy, lostOf, priceOf, scoreOf } from './simulated-stream.ts';

/** What a schedule of the simulation asks for. */
export interface RuleSettings {
  readonly minNewInputs: number;
  readonly driftThreshold: number;
  /**
   * Days that a point is reckoned to be worth its daily worth: what a person would multiply by, who
   * knows what a day is worth.
   */
  readonly horizonDays: number;
}

/** Inputs of the evaluation set, and the newest inputs that are asked about. */
const [evaluated, sampled] = [200, 100] as const;
/** The most that a quote is above what comes. */
const maxPriceFactor = 1.5;

/**
 * The service's own decision, once a day: it sees neither where the concepts are nor the true
 * score, but what a service sees: counts by content, predictions on what is new, measured scores of
 * earlier versions and a quote.
 */
export function rule({ minNewInputs, driftThreshold, horizonDays }: RuleSettings): Policy {
  return (stream) => {
    const observed = new Observed(stream);
    const worthPerPointMicros = Math.round(stream.pointMicros * horizonDays);
    const rules = { minNewInputs, driftThreshold, worthPerPointMicros };
    return ({ day, newInputs, trained }) => {
      const quote = quoteOf(priceOf(stream, day));
      const decision = decideRetraining({
        rules,
        content: { newInputs, relabelledInputs: 0 },
        ...observed.drift(trained, day),
        curve: {
          points: observed.points,
          inputsNow: inputsBy(stream, trained),
          inputsThen: inputsBy(stream, day),
        },
        offers: [{ quote }],
      });
      const isStarted = decision.result === 'started';
      if (isStarted) observed.trainedOn(day);
      return isStarted;
    };
  };
}

function quoteOf(priceMicros: number) {
  const maxPriceMicros = Math.round(priceMicros * maxPriceFactor);
  return { priceMicros, maxPriceMicros, p50Seconds: 60, p90Seconds: 90 };
}

/** What a service measures of its models; the same for the same stream and decisions. */
class Observed {
  readonly points: CurvePoint[] = [];
  readonly #stream: SimulatedStream;
  readonly #next: () => number;
  #reference: readonly TopAnswer[] = [];

  constructor(stream: SimulatedStream) {
    this.#stream = stream;
    this.#next = randomFrom(Number(stream.id.split('-').at(-1)) + 7_001);
    this.trainedOn(-1);
  }

  /** The evaluation set is answered as the training ends. */
  trainedOn(day: number): void {
    const score = scoreOf(this.#stream, day, Math.max(0, day));
    this.#reference = Array.from({ length: evaluated }, () => this.#answer(score, 0));
    const right = Array.from({ length: evaluated }, () => this.#next() < score);
    const measured = right.filter(Boolean).length / evaluated;
    const inputs = inputsBy(this.#stream, day);
    this.points.push({ inputs, score: measured, count: evaluated });
  }

  /** The newest inputs since the training, each as the model does on the day it came. */
  drift(trained: number, day: number): Pick<RetrainingFacts, 'drift'> {
    const days = this.#stream.newInputs
      .slice(trained + 1, day + 1)
      .flatMap((count, index) => Array.from({ length: count }, () => trained + 1 + index));
    const sample = days.slice(-sampled).map((came) => {
      const lost = lostOf(this.#stream, trained, came);
      return this.#answer(scoreOf(this.#stream, trained, came), lost);
    });
    const score = predictionDrift(this.#reference, sample);
    if (score === undefined) return {};
    return { drift: { sample: sample.length, reference: evaluated, score } };
  }

  /**
   * Right answers are surer than wrong ones, wrong ones fall on few of five concepts, and all are
   * less sure of what moved.
   */
  #answer(score: number, lost: number): TopAnswer {
    const isRight = this.#next() < score;
    const sure = isRight ? 0.75 + 0.25 * this.#next() : 0.4 + 0.5 * this.#next();
    const place = Math.floor(this.#next() * (isRight ? 5 : 2));
    return { conceptId: `concept-${place}`, value: Math.max(0.2, sure - lost / 2) };
  }
}
