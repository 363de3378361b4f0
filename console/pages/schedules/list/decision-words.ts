import type { ScheduleFiring } from '../../../../core/api/wire/messages.ts';
import { count } from '../../../parts/figures/in-words.ts';

/** What a firing decided, in a word and a sentence. */
export interface DecisionWords {
  readonly result: string;
  readonly why: string;
}

/** @param wanted new inputs that the schedule wants, now */
export function decisionInWords(firing: ScheduleFiring, wanted: number): DecisionWords {
  const { result, reason, detail, new_inputs: newInputs } = firing;
  const since = newInputs === undefined ? '' : `${count(newInputs, 'new input')}`;
  if (result === 'started')
    return { result: 'Retrained', why: since === '' ? 'enough new inputs' : since };
  if (reason === 'too-few-new-inputs')
    return { result: 'Skipped', why: `${detail} (since the last training)` };
  if (reason === 'training-open')
    return { result: 'Skipped', why: `a training of this model was under way: ${detail}` };
  if (reason === 'paused') return { result: 'Skipped', why: 'it was paused' };
  if (reason === 'refused')
    return { result: 'Refused', why: `the training could not be started: ${detail}` };
  return { result: 'Skipped', why: `${detail} (${wanted} wanted)` };
}
