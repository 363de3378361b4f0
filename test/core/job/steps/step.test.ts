import { fail } from '../../../../core/errors.ts';
import { startFailure } from '../../../../core/job/steps/step.ts';

test.each(['doesNotExist', 'invalidRequest', 'baseModelNotStaged', 'capacity'] as const)(
  "a job that cannot be started for '%s' is the platform's fault, so that nobody is charged",
  (kind) => {
    const error = fail(kind, 'objects/1 is not there');

    expect(startFailure(error)).toEqual({
      code: error.code,
      fault: 'platform',
      message: 'objects/1 is not there',
    });
  },
);
