import { failureOfEnd } from '../../../cli/training/start-training.ts';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';

const ended = (code: string, more: object = {}) =>
  ({
    ...{ id: 'v1', status: { code: 21106, description: 'failed' }, ...more },
    metadata: { deeptune: { status: 'failed', failure: { code, fault: 'user', message: 'M.' } } },
  }) as unknown as ModelVersion;
const parent = { resume_from_model: { id: 'pictures', model_version: { id: 'v0' } } };

test.each([
  ['invalid-data', {}, 'The training failed: M.', ['deeptune logs pictures --version v1'], 1],
  ['budget-exceeded', {}, 'The training failed: M.', ['deeptune logs pictures --version v1'], 5],
  ['queue-limit', {}, 'The training failed: M.', ['deeptune logs pictures --version v1'], 6],
  [
    'capacity-unavailable',
    {},
    'The training failed: M.',
    ['deeptune logs pictures --version v1'],
    6,
  ],
  // It has no log, since it never began.
  [
    'estimate-outdated',
    {},
    'The training did not start: M.',
    ['deeptune estimate pictures', 'deeptune open pictures'],
    1,
  ],
  [
    'estimate-outdated',
    { train_info: parent },
    'The training did not start: M.',
    ['deeptune estimate pictures --from v0', 'deeptune open pictures'],
    1,
  ],
])('%s of %j', (code, more, message, next, exitStatus) => {
  expect(failureOfEnd(ended(code, more), 'pictures', [])).toMatchObject({
    ...{ code, message, next, exitStatus },
  });
});
