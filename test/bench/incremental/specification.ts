/** What arrives, in which order and for how often; see `streams/streams.py`. */
export interface StreamPlan {
  readonly id: StreamId;
  readonly title: string;
  /** Of a picture. */
  readonly shortTitle: string;
  /** False: all classes are there from the start. */
  readonly bringsClasses: boolean;
  readonly modelTypeId: 'visual-classifier' | 'text-classifier';
  readonly template: string;
  /** Hyperparameters that are not the template's defaults, of every method. */
  readonly params: Readonly<Record<string, number | string>>;
  /** Of a training from nothing, as the template has them: naive continuation takes as many. */
  readonly epochs: number;
  /** Base models that are staged first. */
  readonly packaged?: string;
  /** How often it is run, each time with another order of classes and rows. */
  readonly seeds: number;
}

export type StreamId = 'digits' | 'drift' | 'pictures' | 'mails';

/** Steps in which the data of a stream arrive. */
export const stepCount = 5;

export const streamPlans: readonly StreamPlan[] = [
  {
    id: 'digits',
    title: 'Handwritten digits, two new classes a step, small network from nothing',
    shortTitle: 'Digits, two new classes a step',
    bringsClasses: true,
    modelTypeId: 'visual-classifier',
    template: 'Deeptune_ResNet_Small',
    params: {},
    epochs: 10,
    seeds: 10,
  },
  {
    id: 'drift',
    title: 'Handwritten digits that turn and move from step to step, small network from nothing',
    shortTitle: 'Digits that turn and move',
    bringsClasses: false,
    modelTypeId: 'visual-classifier',
    template: 'Deeptune_ResNet_Small',
    params: {},
    epochs: 10,
    seeds: 10,
  },
  {
    id: 'pictures',
    title: 'Pictures of emoji, two new groups a step, pretrained EfficientNet-Lite0',
    shortTitle: 'Pictures, pretrained EfficientNet-Lite0',
    bringsClasses: true,
    modelTypeId: 'visual-classifier',
    template: 'Deeptune_EfficientNet_Lite0',
    params: {},
    epochs: 8,
    packaged: 'efficientnet-lite0',
    seeds: 3,
  },
  {
    id: 'mails',
    title: 'Mails, two new kinds a step, pretrained MiniLM',
    shortTitle: 'Mails, pretrained MiniLM',
    bringsClasses: true,
    modelTypeId: 'text-classifier',
    template: 'Deeptune_MiniLM',
    params: { max_length: 48 },
    epochs: 6,
    packaged: 'minilm',
    seeds: 3,
  },
];

/** How a line of versions is trained. */
export interface Method {
  readonly id: MethodId;
  readonly title: string;
  /** What its dataset holds at each step: all so far, or what is new. */
  readonly dataset: 'all' | 'step';
  /** Each version continues from the one before. */
  readonly continues: boolean;
  readonly params: (plan: StreamPlan) => Readonly<Record<string, number | string>>;
}

export type MethodId = 'full' | 'naive' | 'ours-all' | 'ours-step' | 'before-all' | 'before-step';

const nothing = () => ({});

/** Trained by the service as it stands; the others are not, see `frozen` and `before`. */
export const methods: readonly Method[] = [
  {
    id: 'full',
    title: 'full retraining on everything so far',
    dataset: 'all',
    continues: false,
    params: nothing,
  },
  {
    id: 'naive',
    title: 'naive continuation: the new data alone',
    dataset: 'step',
    continues: true,
    // Neither replay nor the parent's answers, and the epochs and the rate of a training.
    params: ({ epochs }) => ({
      replay_percent: 0,
      distillation_weight: 0,
      relearning_rate: 1,
      num_epochs: epochs,
    }),
  },
  {
    id: 'ours-all',
    title: '**deeptune**, each dataset holds everything so far',
    dataset: 'all',
    continues: true,
    params: nothing,
  },
  {
    id: 'ours-step',
    title: '**deeptune**, each dataset holds what is new',
    dataset: 'step',
    continues: true,
    params: nothing,
  },
];

/**
 * The release before this bench: 40 % of the direct parent's dataset version are replayed, and
 * nothing else is done against forgetting. Measured with that release's code (`--before`).
 */
export const methodsBefore: readonly Method[] = [
  {
    id: 'before-all',
    title: 'the release before, each dataset holds everything so far',
    dataset: 'all',
    continues: true,
    params: nothing,
  },
  {
    id: 'before-step',
    title: 'the release before, each dataset holds what is new',
    dataset: 'step',
    continues: true,
    params: nothing,
  },
];
