/**
 * Tests that concern a part of the source, the quick ones first: the first failure ends a run. None
 * of them starts Python.
 */
export const places = {
  amounts: ['test/core/estimate/price.test.ts', 'test/core/billing/charge'],
  books: ['test/properties/money.properties.test.ts', 'test/core/billing'],
  budgets: [
    'test/core/billing/budget/threshold.test.ts',
    'test/properties/money.properties.test.ts',
    'test/core/billing',
    'test/core/job/steps/admit.test.ts',
  ],
  stops: [
    'test/core/job/budget-stop',
    'test/lambda/training/budget-stop.test.ts',
    'test/core/api/clarifai/billing/budgets.test.ts',
  ],
  quotes: [
    'test/core/billing/quote',
    'test/properties/quotes.properties.test.ts',
    'test/core/api/clarifai/billing/quotes.test.ts',
  ],
  invoices: ['test/core/billing/invoice', 'test/properties/invoices.properties.test.ts'],
  gate: ['test/core/training/gate'],
  promoting: ['test/lambda/training/gate-step.test.ts'],
  answering: ['test/core/model/answering-version.test.ts'],
  admitting: ['test/core/job/steps/admit.test.ts', 'test/core/job/queue'],
  trainStep: ['test/lambda/training/train-step.test.ts', 'test/core/job/ends'],
  settling: ['test/lambda/training/settle-step.test.ts', 'test/core/job/ends'],
  ends: ['test/core/job/ends', 'test/lambda/training/settle-step.test.ts'],
  definition: [
    'test/core/job/workflow/definition.test.ts',
    'test/local/workflow/workflow-interpreter.test.ts',
  ],
  jobs: ['test/lambda/jobs', 'test/lambda/training/training.test.ts'],
  workflow: ['test/lambda/workflow', 'test/lambda/training/train-step.test.ts'],
  starting: [
    'test/core/job/request/start-training.test.ts',
    'test/lambda/training/training.test.ts',
    'test/core/api/clarifai/versions/versions.test.ts',
  ],
  slots: ['test/core/job/schedule', 'test/local/schedules'],
  schedules: [
    'test/core/training/schedule',
    'test/core/job/retraining',
    'test/lambda/handlers.test.ts',
    'test/core/api/clarifai/training/schedules.test.ts',
  ],
  forecasts: ['test/core/estimate/forecast', 'test/core/estimate/estimate.test.ts'],
  prices: ['test/core/estimate/max-price.test.ts', 'test/core/estimate/estimate.test.ts'],
  epochs: ['test/core/estimate/expected-epochs.test.ts', 'test/core/estimate/estimate.test.ts'],
  promises: ['test/core/job/request/forecast', 'test/lambda/training/estimate-step.test.ts'],
  deletion: [
    'test/core/deletion',
    'test/core/api/clarifai/models/models.test.ts',
    'test/core/api/clarifai/account/apps.test.ts',
    'test/core/api/clarifai/versions/versions.test.ts',
  ],
  recovery: [
    'test/core/recovery',
    'test/lambda/training/training-faults.test.ts',
    'test/lambda/training/training.test.ts',
  ],
} as const;
