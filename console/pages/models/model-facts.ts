import type { Model } from '../../../core/api/wire/messages.ts';
import type { Headline } from '../model/figures/headline.ts';
import { headlineOf } from '../model/figures/headline.ts';

/** What the list says of a model's newest version. */
export interface ModelFacts {
  readonly headline: Headline | undefined;
  /** When its newest training ended, or was asked for where it has not; undefined: none yet. */
  readonly lastTraining: { readonly at: string; readonly hasEnded: boolean } | undefined;
  /** Micro-dollars; undefined: nothing was charged yet. */
  readonly chargedMicros: number | undefined;
}

export function factsOf({ model_version: version }: Model): ModelFacts {
  const facts = version.metadata?.deeptune;
  return {
    headline: headlineOf(version),
    lastTraining: lastTrainingOf(version),
    chargedMicros: facts?.settlement?.amountMicros,
  };
}

function lastTrainingOf(version: Model['model_version']): ModelFacts['lastTraining'] {
  if (version.completed_at) return { at: version.completed_at, hasEnded: true };
  if (version.train_info === undefined || version.created_at === undefined) return undefined;
  return { at: version.created_at, hasEnded: false };
}
