import type { Hyperparameter } from '../../catalog/model-type.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { TrainingFacts } from '../work/training-facts.ts';
import { workloadOf } from '../work/workload-of.ts';
import type { Alternative } from './job-forecast.ts';

/** One setting, and what it would be instead. */
interface Change {
  readonly setting: string;
  readonly value: Json;
  /** For a person, where the value is a group; absent: both values. */
  readonly words?: Pick<Alternative, 'setting' | 'change'>;
}

/** Settings that halve, and that double, in this order. */
const halved = ['num_epochs', 'init_epochs', 'step_epochs', 'max_length'] as const;
const doubled = ['batch_size'] as const;

/**
 * What could be chosen instead of a training's settings, one at a time, with the work that it would
 * be: half of the inputs, of the epochs, of the sides of the images, twice the batch, the head
 * alone.
 */
export function alternativesOf(facts: TrainingFacts): readonly Alternative[] {
  const fields = new Map(facts.template.hyperparameters.map((field) => [field.name, field]));
  const changes = [
    ...halved.flatMap((name) => scaled(facts, fields.get(name), 0.5)),
    ...doubled.flatMap((name) => scaled(facts, fields.get(name), 2)),
    ...smallerImages(facts),
    ...nestedEpochs(facts),
    ...headAlone(facts, fields.get('trainable_layers')),
  ];
  return [halfTheInputs(facts), ...changes.map((change) => changed(facts, change))];
}

function changed(facts: TrainingFacts, { setting, value, words }: Change): Alternative {
  const hyperparameters = { ...facts.hyperparameters, [setting]: value };
  const change = `${inWords(facts.hyperparameters[setting])} -> ${inWords(value)}`;
  return { ...(words ?? { setting, change }), work: workloadOf({ ...facts, hyperparameters }) };
}

function inWords(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function halfTheInputs(facts: TrainingFacts): Alternative {
  const { data } = facts;
  const half = (count: number) => Math.ceil(count / 2);
  const fewer = {
    ...data,
    ...{ rows: half(data.rows), train: half(data.train), heldOut: half(data.heldOut) },
    ...{ anomalous: half(data.anomalous), replayed: half(data.replayed) },
    unseen: half(data.unseen),
    objectBytes: half(data.objectBytes),
  };
  const change = `${data.rows} -> ${fewer.rows}`;
  return { setting: 'inputs', change, work: workloadOf({ ...facts, data: fewer }) };
}

/** Whole numbers that stay within what the template allows. */
function scaled(
  { hyperparameters }: TrainingFacts,
  field: Hyperparameter | undefined,
  factor: number,
): Change[] {
  const value = field && hyperparameters[field.name];
  if (!field || field.hasNoEffect || typeof value !== 'number' || value < 2) return [];
  const other = Math.round(value * factor);
  const { min, max } = field.range ?? { min: 1, max: Infinity };
  return other < min || other > max ? [] : [{ setting: field.name, value: other }];
}

function smallerImages({ hyperparameters }: TrainingFacts): Change[] {
  const size = hyperparameters['image_size'];
  const halve = (side: Json) => Math.max(16, Math.round(Number(side) / 2));
  if (typeof size === 'number' && size >= 32)
    return [{ setting: 'image_size', value: halve(size) }];
  if (!Array.isArray(size) || size.some((side) => !(Number(side) >= 32))) return [];
  return [{ setting: 'image_size', value: size.map(halve) }];
}

/** Of templates that keep the trainer's settings in a group. */
function nestedEpochs({ hyperparameters }: TrainingFacts): Change[] {
  const group = hyperparameters['trainer_config'];
  if (group === null || typeof group !== 'object' || Array.isArray(group)) return [];
  const epochs = (group as JsonObject)['num_train_epochs'];
  if (typeof epochs !== 'number' || epochs < 2) return [];
  const half = Math.round(epochs / 2);
  const words = { setting: 'num_train_epochs', change: `${epochs} -> ${half}` };
  return [{ setting: 'trainer_config', value: { ...group, num_train_epochs: half }, words }];
}

function headAlone({ hyperparameters }: TrainingFacts, field: Hyperparameter | undefined) {
  const chosen = hyperparameters['trainable_layers'];
  const isOffered = field?.options?.includes('head') ?? false;
  return isOffered && chosen !== 'head' ? [{ setting: 'trainable_layers', value: 'head' }] : [];
}
