import { eventsToWire } from '../../../../../core/api/openai/jobs/events.ts';
import type { FineTuningJob } from '../../../../../core/api/openai/jobs/fine-tuning-job.ts';
import type { ModelVersion } from '../../../../../core/model/model-version.ts';

const at = (second: number) => new Date(1_800_000_000_000 + 1000 * second).toISOString();
const job = { id: 'ftjob-1', baseModel: 'Deeptune_Gpt_Small' } as unknown as FineTuningJob;
const version = {
  id: 'v',
  status: 'trained',
  createdAt: at(0),
  settlement: { completedAt: at(70), jobSeconds: 20 },
} as unknown as ModelVersion;
const point = (step: number, seconds: number, loss: number, metric?: number) => ({
  ...{ step, totalSteps: 4, stage: 'training', seconds, loss },
  ...(metric === undefined ? {} : { metric }),
});

test('each step is told once, with its own loss, when it happened', () => {
  const progress = [
    { step: 0, totalSteps: 4, stage: 'setup', seconds: 0 },
    point(1, 1.2, 5),
    point(2, 3.4, 4),
    point(2, 3.4, 4.5, 0.25),
    point(4, 9, 3),
  ];

  const steps = eventsToWire(job, version, progress)
    .filter(({ type }) => type === 'metrics')
    .toReversed();

  expect(steps.map(({ message }) => message)).toEqual([
    'Step 1/4: training loss=5.0000',
    'Step 2/4: training loss=4.0000',
    'Step 4/4: training loss=3.0000',
  ]);
  expect(steps.map(({ created_at: time }) => time - 1_800_000_000)).toEqual([51, 53, 59]);
  expect(steps[1]?.data).toMatchObject({ train_loss: 4, full_valid_mean_token_accuracy: 0.25 });
});
