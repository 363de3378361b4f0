import type { Template } from '../../catalog/model-type.ts';
import type { StartingWeights } from '../../catalog/base-models/starting-weights.ts';
import type { JsonObject } from '../../json.ts';
import type { EpochsRun } from '../expected-epochs.ts';
import type { Accelerator } from '../priors/coefficients.ts';
import type { WorkData } from './work-data.ts';

/** All that decides what a job does: of a training, or of the training whose model answers. */
export interface WorkFacts {
  readonly modelTypeId: string;
  readonly template: Template;
  /** Resolved ones: defaults filled in. */
  readonly hyperparameters: JsonObject;
  /** What the line of versions began with. */
  readonly startsFrom: StartingWeights;
  /** A GPU computes in halves, quantises weights and saves memory; a CPU does not. */
  readonly accelerator: Accelerator;
  readonly data: WorkData;
}

export interface TrainingFacts extends WorkFacts {
  /** It goes on from a parent's weights. */
  readonly isIncremental: boolean;
  /** Nothing is learnt: two versions are read, and one between them is measured and saved. */
  readonly isDial?: boolean;
  /** Epochs that were run, a part of one too; absent: those that should run. */
  readonly epochs?: number;
  /** Finished trainings of the template that could end early: they teach what should run. */
  readonly epochsRun?: readonly EpochsRun[];
}

export interface AnswerFacts extends WorkFacts {
  readonly kind: 'evaluate' | 'predict';
  /** Normal images that a memory of patches was filled with; absent: as many as there are now. */
  readonly learntRows?: number;
}
