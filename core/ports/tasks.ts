import type { JsonObject } from '../json.ts';

/** Work that is too long for a request: it goes on after the answer was given. */
export interface Task {
  /**
   * What is done; each has one function that does it
   * (`core/dataset/version/freezing/freeze-version.ts`, `core/notification/deliver.ts`).
   */
  readonly name: 'freeze-dataset-version' | 'deliver-notification';
  /** Ids only: what is to be done stands in the table. */
  readonly payload: JsonObject;
}

/**
 * Starts tasks. Each runs at least once, soon and by itself: twice, or two of the same at once,
 * must do no harm. One that fails is tried again, but not for ever; what is left then is found by
 * the reconciler. A function of its own on AWS, a promise of the host on the laptop.
 */
export interface Tasks {
  /**
   * Answers as soon as the task is handed over, before it has run. @throws DeeptuneError internal
   * where it could not be handed over
   */
  start(task: Task): Promise<void>;
}
