import { decisionInWords } from '../../../console/pages/schedules/list/decision-words.ts';

test.each([
  [
    { result: 'started', reason: 'enough-new-inputs', detail: 'v1', new_inputs: 120 },
    'Retrained',
    /^120 new inputs$/,
  ],
  [
    {
      result: 'skipped',
      reason: 'too-few-new-inputs',
      detail: '1 new inputs, at least 9 are wanted',
      new_inputs: 1,
    },
    'Skipped',
    /^1 new inputs, at least 9 are wanted/,
  ],
  [
    { result: 'skipped', reason: 'training-open', detail: "Version 'v' is training" },
    'Skipped',
    /under way: Version 'v'/,
  ],
  [{ result: 'skipped', reason: 'paused', detail: 'The schedule is paused' }, 'Skipped', /paused/],
  [{ result: 'skipped', reason: 'refused', detail: 'Budget' }, 'Refused', /Budget/],
  [
    { result: 'started', reason: 'worth-it', detail: 'v1', numbers: { newInputs: 40 } },
    'Retrained',
    /^what it should gain is worth its price$/,
  ],
  [
    { result: 'skipped', reason: 'budget', detail: '$0.10 left', numbers: {} },
    'Skipped',
    /^the budget does not allow it: \$0\.10 left$/,
  ],
  [
    { result: 'skipped', reason: 'failed', detail: 'Timeout', numbers: {} },
    'Failed',
    /fault of ours: Timeout/,
  ],
  [{ result: 'deciding', detail: 'It is being decided' }, 'Being decided', /^It is being/],
  [{ result: 'skipped', detail: '0 new inputs' }, 'Skipped', /^0 new inputs \(9 wanted\)$/],
])('a decision %j is said as %s', (firing, result, why) => {
  const words = decisionInWords(firing, 9);

  expect(words.result).toBe(result);
  expect(words.why).toMatch(why);
});
