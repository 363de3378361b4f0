import type { ScheduleFiring } from '../../../../core/api/wire/messages.ts';
import { reasonInWords } from '../../../../core/training/words/decision-words.ts';
import { count } from '../../../parts/figures/in-words.ts';

/** What a firing decided, in a word and a sentence. */
export interface DecisionWords {
  readonly result: string;
  readonly why: string;
}

/** What was decided, or would be. */
type Decided = Pick<ScheduleFiring, 'result' | 'reason' | 'detail' | 'new_inputs' | 'numbers'>;

/** @param wanted new inputs that the schedule wants, now */
export function decisionInWords(firing: Decided, wanted: number): DecisionWords {
  const { result, reason, detail, new_inputs: newInputs } = firing;
  const since = newInputs === undefined ? '' : `${count(newInputs, 'new input')}`;
  if (result === 'deciding') return { result: 'Being decided', why: detail };
  // With its numbers beside it the reason is enough.
  if (firing.numbers && reason !== undefined) return bySaidNumbers(result, reason, detail);
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

const results: Readonly<Record<string, string>> = { refused: 'Refused', failed: 'Failed' };

/** The detail of one that trained is the version, which is linked. */
function bySaidNumbers(result: string, reason: string, detail: string): DecisionWords {
  if (result === 'started') return { result: 'Retrained', why: reasonInWords(reason) };
  const why = [reasonInWords(reason), detail].filter(Boolean).join(': ');
  return { result: results[reason] ?? 'Skipped', why };
}
