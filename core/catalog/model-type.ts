import type { Json } from '../json.ts';

/** Field types that the catalog uses, with Clarifai's enum numbers (contract 2.2). */
export const fieldTypes = {
  BOOLEAN: 1,
  STRING: 2,
  NUMBER: 3,
  ARRAY_OF_CONCEPTS: 4,
  RANGE: 7,
  ENUM: 8,
  JSON: 10,
  ARRAY_OF_NUMBERS: 11,
  ARRAY_OF_STRINGS: 13,
  RECURSIVE_ENUM: 14,
  PYTHON_CODE: 15,
  DATASET_ID: 16,
  DATASET_VERSION_ID: 17,
  CHECKPOINT_MODEL: 22,
} as const;
export type FieldType = keyof typeof fieldTypes;

export interface Range {
  readonly min: number;
  readonly max: number;
  /** Absent: continuous. With a step, a value must be `min + k * step`. */
  readonly step?: number;
}

/** One hyperparameter of a template. */
export interface Hyperparameter {
  /** Name under `train_info.params`, as published. */
  readonly name: string;
  readonly type: FieldType;
  readonly defaultValue: Json;
  readonly description: string;
  readonly range?: Range;
  /** How many items an array may have; absent: any number. */
  readonly itemCount?: { readonly min: number; readonly max: number };
  /** Settings that a JSON object may have; absent: any. */
  readonly settings?: readonly Hyperparameter[];
  /** Choices of an ENUM. */
  readonly options?: readonly string[];
  readonly internalOnly?: boolean;
  /**
   * Accepted because it is published; no recipe does anything with it, and the description says so.
   */
  readonly hasNoEffect?: boolean;
  /**
   * True where Clarifai publishes no default and this one is ours; `defaultReason` then says why it
   * was chosen.
   */
  readonly isOurDefault?: boolean;
  readonly defaultReason?: string;
}

/** Where a training starts from. */
export interface BaseModel {
  /**
   * Whose pretrained weights: an id of the Hugging Face hub (`microsoft/resnet-50`), or
   * `packaged/<name>` for one that lies in a package. It must be staged. Absent: there are none,
   * training starts from random weights (`Deeptune_*_Small` alone).
   */
  readonly id?: string;
  /**
   * Small architecture of the same family, built from its configuration. Name in
   * `container/deeptune_trainer/models/base/architectures.py`.
   */
  readonly small: string;
  /** Said where the published architecture has no Hugging Face counterpart. */
  readonly substitution?: string;
}

/**
 * What the published learning rates of a template are meant for; see `Optimization` in the
 * container.
 */
export type Optimizer = 'sgd' | 'lamb';

/** A preset of a model type. */
export interface Template {
  readonly id: string;
  /** Earlier published names, accepted when a template is looked up. */
  readonly aliases?: readonly string[];
  readonly description: string;
  readonly internalOnly?: boolean;
  readonly recommended?: boolean;
  readonly baseModel: BaseModel;
  readonly hyperparameters: readonly Hyperparameter[];
  /** Absent: AdamW, which the rates that are ours are chosen for. */
  readonly optimizer?: Optimizer;
  /**
   * Name of the hyperparameter that counts epochs (`num_epochs`, or a path such as
   * `trainer_config.num_train_epochs`); absent: the recipe has none.
   */
  readonly epochsPath?: string;
  /** Epochs of a template that has no such hyperparameter: the recipe's own; absent: one. */
  readonly ownEpochs?: number;
}

export type EvaluationType =
  'Classification' | 'Detection' | 'Segmentation' | 'Generation' | 'Undefined';

/** A kind of trainable model and its schema. */
export interface ModelType {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly inputField: 'image' | 'text';
  readonly inputFields: readonly string[];
  readonly outputFields: readonly string[];
  readonly evaluationType: EvaluationType;
  readonly hasConcepts: boolean;
  /**
   * Where the concepts to learn stand; `normal`: learns from the inputs that carry none (or
   * `normal`); absent: nothing to check.
   */
  readonly learnsFrom?: 'concepts' | 'regions' | 'normal';
  /**
   * Python module of the container that trains it; absent: listed, not trainable on this release.
   */
  readonly recipe?: string;
  /** Training settings of a type without templates, stored under `train_info.params`. */
  readonly trainParams?: readonly Hyperparameter[];
  /** Inference settings, stored under `output_info.params`. */
  readonly inferenceParams: readonly Hyperparameter[];
  readonly templates: readonly Template[];
  /** What a type trains with that has no templates to choose from; it is not shown. */
  readonly ownTemplate?: Template;
  /**
   * Trains although no input has one of its concepts, unless `fail_on_missing_positive_examples` is
   * set.
   */
  readonly allowsMissingPositives?: boolean;
}
