import type { Requests } from '../core/api/wire/requests.ts';

/* Parts of requests that clients make on their own. */

/** An input of `PostInputs`. */
export type NewInput = Requests['PostInputs']['inputs'][number];
/** What an input holds and how it is labelled. */
export type NewData = NonNullable<NewInput['data']>;
export type NewRegion = NonNullable<NewData['regions']>[number];

/** A training of `PostModelVersions`. */
export type NewVersion = NonNullable<Requests['PostModelVersions']['model_versions']>[number];
/** What to train on, and how. */
export type TrainInfo = NonNullable<NewVersion['train_info']>;
