import {
  joinPhases,
  metricPhases,
  stagePhaseTimes,
  totalSeconds,
  trainerPhases,
} from '../../../../core/estimate/graded/measured-phases.ts';
import type { AttemptTimes } from '../../../../core/estimate/graded/times.ts';
import type { JobStage } from '../../../../core/ports/jobs.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 29) + seconds * 1000).toISOString();
const span = (seconds: number, workSeconds: number) => ({
  ...{ seconds, workSeconds, passes: 1, samples: 1 },
});
const attempt = (phases: AttemptTimes['phases'], cores?: number): AttemptTimes => ({
  trainingJobName: 'ft-1-a1',
  startedAt: at(0),
  end: 'completed',
  seconds: 0,
  phases,
  ...(cores === undefined ? {} : { cores }),
});

describe('the trainer’s phases', () => {
  test('are summed over all attempts', () => {
    const phases = trainerPhases([
      attempt({ setup: span(5, 6), steps: span(10, 19) }),
      attempt({ setup: span(4, 5), steps: span(20.0004, 38), saving: span(1, 0.5) }),
    ]);

    expect(phases).toEqual({
      setup: { seconds: 9, workSeconds: 11 },
      steps: { seconds: 30, workSeconds: 57 },
      saving: { seconds: 1, workSeconds: 0.5 },
    });
  });

  test('have the GPU’s seconds for their work where it computed', () => {
    const steps = { ...span(10, 4), gpuSeconds: 9.5 };

    expect(trainerPhases([attempt({ steps })])).toEqual({
      steps: { seconds: 10, workSeconds: 9.5 },
    });
  });

  test('say what share of the processors others used', () => {
    const steps = { ...span(10, 12), othersSeconds: 5 };

    expect(trainerPhases([attempt({ steps }, 2)]).steps?.load).toBe(0.25);
    expect(trainerPhases([attempt({ steps })]).steps).not.toHaveProperty('load');
    const unknown = attempt({ steps: span(10, 12) }, 2);
    expect(trainerPhases([attempt({ steps }, 2), unknown]).steps).not.toHaveProperty('load');
  });
});

test('without times, a training’s metrics have the wall’s', () => {
  const seconds = { setup: 3, train: 10, validate: 1, evaluate: 2, save: 0.5, sleep: 9 };

  expect(metricPhases({ seconds })).toEqual({
    setup: { seconds: 3 },
    steps: { seconds: 10 },
    validation: { seconds: 1 },
    evaluation: { seconds: 2 },
    saving: { seconds: 0.5 },
  });
  expect(metricPhases(undefined)).toEqual({});
  expect(metricPhases({ seconds: 'many' })).toEqual({});
});

describe('SageMaker’s stages', () => {
  const stages: JobStage[] = [
    { status: 'Starting', startedAt: at(0), endedAt: at(96) },
    {
      status: 'Downloading',
      message: 'Downloading the training image',
      startedAt: at(96),
      endedAt: at(325),
    },
    { status: 'Training', startedAt: at(325), endedAt: at(722) },
    { status: 'Uploading', startedAt: at(722), endedAt: at(768) },
    { status: 'Completed', startedAt: at(768), endedAt: at(768) },
  ];

  test('become wait, download, pull and what saving takes after the trainer', () => {
    const known = { downloadSeconds: 21, trainerStartedAt: at(327.5) };

    expect(stagePhaseTimes(stages, known)).toEqual({
      wait: { seconds: 96 },
      download: { seconds: 21 },
      pull: { seconds: 208 + 2.5 },
      saving: { seconds: 46 },
    });
  });

  test('a stage that only ever brought inputs is all download', () => {
    const [, downloading] = stages;
    const inputs = { ...downloading!, message: 'Downloading input data' };

    expect(stagePhaseTimes([inputs], { downloadSeconds: 1 })).toEqual({
      download: { seconds: 229 },
    });
  });

  test('of a job that never came to its trainer, the wait is known', () => {
    const waited: JobStage[] = [
      { status: 'Pending', startedAt: at(0), endedAt: at(3600) },
      { status: 'Stopped', startedAt: at(3600) },
    ];

    expect(stagePhaseTimes(waited, { downloadSeconds: 0 })).toEqual({ wait: { seconds: 3600 } });
  });
});

test('phases of both are added, and the whole is their sum', () => {
  const joined = joinPhases(
    { steps: { seconds: 10, workSeconds: 9 }, saving: { seconds: 1, workSeconds: 0.5 } },
    { wait: { seconds: 90 }, saving: { seconds: 46 } },
  );

  expect(joined).toEqual({
    wait: { seconds: 90 },
    steps: { seconds: 10, workSeconds: 9 },
    saving: { seconds: 47, workSeconds: 0.5 },
  });
  expect(totalSeconds(joined)).toBe(147);
});
