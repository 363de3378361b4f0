/** Tests that concern a part of the source, the quick ones first; none of them starts Python. */
export const places = {
  money: [
    'test/core/estimate/price.test.ts',
    'test/core/billing',
    'test/core/api/clarifai/account/billing.test.ts',
  ],
  steps: ['test/core/job/steps', 'test/core/job/queue', 'test/lambda/training'],
  training: ['test/core/job/steps', 'test/lambda/training/training.test.ts'],
  inference: ['test/lambda/training/inference-jobs.test.ts'],
  definition: ['test/local/workflow', 'test/lambda/training/training.test.ts'],
  jobs: ['test/lambda/jobs', 'test/lambda/training/training.test.ts'],
  workflow: ['test/lambda/workflow', 'test/lambda/training/training.test.ts'],
  starting: [
    'test/core/api/clarifai/versions',
    'test/core/api/openai/jobs',
    'test/lambda/training/training.test.ts',
  ],
  slots: ['test/core/job/schedule', 'test/local/schedules'],
  schedules: [
    'test/core/job/request',
    'test/core/api/clarifai/training/schedules.test.ts',
    'test/lambda/handlers.test.ts',
  ],
  estimate: [
    'test/core/estimate',
    'test/core/job/request',
    'test/lambda/training/estimate-step.test.ts',
  ],
  deletion: [
    'test/core/deletion',
    'test/core/api/clarifai/models',
    'test/core/api/clarifai/account/apps.test.ts',
    'test/core/api/clarifai/versions',
  ],
  recovery: ['test/core/recovery', 'test/lambda/training'],
} as const;
