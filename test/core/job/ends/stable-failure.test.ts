import { toStableFailure } from '../../../../core/job/ends/stable-failure.ts';

const caught = (code: string, message: string) => ({ code, fault: 'platform' as const, message });
const thrown = (errorType: string) =>
  JSON.stringify({ errorType, errorMessage: 'it broke', trace: [] });

describe('what a workflow caught', () => {
  it.each([
    [
      'an error of ours keeps its code',
      caught('conflict', thrown('conflict')),
      'conflict',
      'it broke',
    ],
    ['any other is internal', caught('TypeError', thrown('TypeError')), 'internal', 'it broke'],
    // A Fail state may not use a reserved name: the execution would end in States.Runtime.
    [
      'a timeout is internal',
      caught('States.Timeout', ''),
      'internal',
      'A step of the workflow ended with States.Timeout',
    ],
    [
      'a failure of the trainer stays as it is',
      caught('dataset-invalid', 'row 3'),
      'dataset-invalid',
      'row 3',
    ],
    ['a message that is JSON by chance stays', caught('disk-full', '[1]'), 'disk-full', '[1]'],
  ])('%s', (_what, failure, code, message) => {
    expect(toStableFailure(failure)).toEqual({ code, fault: 'platform', message });
  });
});
