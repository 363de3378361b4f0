import { remainingItem } from '../../../console/parts/forecast/remaining.ts';
import { phaseLines } from '../../../console/pages/model/train/phase-lines.ts';
import { againOf, restOf } from '../../../console/pages/model/train/resume-order.ts';
import { chartsOf } from '../../../console/pages/model/train/training-curves.ts';

const line = (step: number, rest: object = {}) => ({
  ...{ step, totalSteps: 4, stage: 'training', seconds: step },
  ...rest,
});

describe('the charts of a training', () => {
  test('a step and the epoch that ends there are one position', () => {
    const [loss, metric] = chartsOf([
      line(0, { stage: 'setup', metric: 0.1, metricName: 'accuracy' }),
      line(1, { loss: 0.9 }),
      line(2, { loss: 0.7 }),
      line(2, { loss: 0.8, metric: 0.6, metricName: 'accuracy', best: true, epoch: 1 }),
      line(4, { loss: 0.5, metric: 0.5, metricName: 'accuracy', best: false, epoch: 2 }),
      line(4, { stage: 'evaluation' }),
    ]);
    expect(loss).toMatchObject({
      title: 'Training loss',
      x: [0, 1, 2, 4],
      curves: [
        { name: 'step', values: [null, 0.9, 0.7, null] },
        { name: 'mean of the epoch', values: [null, null, 0.8, 0.5] },
      ],
    });
    expect(metric).toMatchObject({
      title: 'Validation accuracy',
      curves: [
        { name: 'accuracy', values: [0.1, null, 0.6, 0.5] },
        { name: 'best so far', values: [null, null, 0.6, null] },
      ],
    });
  });

  test('what was not measured has no chart', () => {
    expect(chartsOf([])).toEqual([]);
    expect(chartsOf([line(1, { loss: 1, memoryMiB: 400 })]).map(({ title }) => title)).toEqual([
      'Training loss',
      'Memory',
    ]);
  });

  test('of a GPU there are memory and utilization', () => {
    const charts = chartsOf([line(1, { memoryMiB: 1, gpuMemoryMiB: 2048, gpuUtilization: 93.4 })]);
    const said = charts.flatMap(({ curves }) =>
      curves.map(({ name, values, wordsOf }) => `${name} ${wordsOf?.(values[0]!)}`),
    );
    expect(said).toEqual(['memory 1 MiB', 'GPU memory 2.00 GiB', 'GPU 93 %']);
  });
});

describe('phases', () => {
  const phases = [
    { name: 'setup', seconds: 4, isRunning: false },
    { name: 'steps', seconds: 10, isRunning: true },
    { name: 'validation', seconds: 1, isRunning: false },
  ];
  const shown = (lines: ReturnType<typeof phaseLines>) =>
    lines.map(({ name, state, seconds, estimated }) => [name, state, seconds, estimated]);
  const promised = (name: string, p50: number) => ({
    ...{ name, p10: p50 / 2, p50, p90: p50 * 2, isCharged: name === 'steps' },
  });

  test('each beside its forecast, those to come too, then the whole job', () => {
    const estimate = {
      ...{ seconds: 41, p10Seconds: 30, p90Seconds: 60 },
      phases: [promised('setup', 5), promised('steps', 32), promised('saving', 1)],
    };
    expect(shown(phaseLines({ phases, estimate }))).toEqual([
      ['Set-up', 'done', 4, '5.0 s (2.5 to 10.0 s)'],
      ['Training steps', 'runs now', 10, '32.0 s (16.0 s to 1 min 4 s)'],
      ['Comparing epochs', 'done', 1, undefined],
      ['Saving', '', undefined, '1.0 s (0.5 to 2.0 s)'],
      ['All', '', 15, '41.0 s (30.0 s to 1 min)'],
    ]);
  });

  test('of an estimate of an earlier release its two parts stand below', () => {
    const estimate = { seconds: 41, p10Seconds: 30, p90Seconds: 60 };
    const parts = { ...estimate, fixedSeconds: 9, stepsSeconds: 32 };
    expect(shown(phaseLines({ phases, estimate: parts }))).toEqual([
      ['Set-up', 'done', 4, undefined],
      ['Training steps', 'runs now', 10, undefined],
      ['Comparing epochs', 'done', 1, undefined],
      ['Steps and validation', '', 11, '32.0 s'],
      ['The rest', '', 4, '9.0 s'],
      ['All', '', 15, '41.0 s (30.0 s to 1 min)'],
    ]);
    expect(shown(phaseLines({ phases, estimate })).map(([name]) => name)).toEqual([
      ...['Set-up', 'Training steps', 'Comparing epochs', 'All'],
    ]);
  });

  test('before the start there is nothing, but what was forecast', () => {
    expect(phaseLines({ phases: [] })).toEqual([]);
    const estimate = { seconds: 5, p10Seconds: 4, p90Seconds: 9, phases: [promised('setup', 5)] };
    expect(shown(phaseLines({ phases: [], estimate }))).toEqual([
      ['Set-up', '', undefined, '5.0 s (2.5 to 10.0 s)'],
      ['All', '', undefined, '5.0 s (4.0 to 9.0 s)'],
    ]);
  });
});

describe('the time left', () => {
  const left = { p10Seconds: 30, p50Seconds: 40, p90Seconds: 55 };

  test.each([
    [undefined, 'not known yet', undefined],
    [{ ...left, source: 'forecast' }, '40 s (30 to 55 s)', 'forecast'],
    [{ ...left, source: 'measured', measuredSteps: 1 }, '40 s (30 to 55 s)', 'measured (1 step)'],
    [
      { ...left, source: 'measured', measuredSteps: 40, overSeconds: 12.3 },
      '40 s (30 to 55 s)',
      'measured (40 steps); longer than forecast by 12 s',
    ],
    [
      { p10Seconds: 0, p50Seconds: 0, p90Seconds: 0, source: 'forecast', overSeconds: 75 },
      'longer than forecast by 1 min 15 s',
      'forecast',
    ],
  ])('of %j', (remaining, value, hint) => {
    expect(remainingItem(remaining)).toEqual({
      ...{ name: 'Time left', value },
      ...(hint === undefined ? {} : { hint }),
    });
  });
});

describe('training again', () => {
  const info = {
    params: { template: 'T', num_epochs: 10, dataset_id: 'd', dataset_version_id: 'dv' },
    dataset: { id: 'd' },
    resume_from_model: { id: 'reader', model_version: { id: 'parent' } },
  };

  test.each([
    [0, 10],
    [2.9, 8],
    [3, 7],
    [10, 1],
  ])('after %d epochs %i are left, from the weights of the version', (epochsRun, epochs) => {
    expect(restOf('reader', { id: 'stopped' }, { info, epochsRun })).toEqual({
      epochs,
      trainInfo: {
        params: { ...info.params, num_epochs: epochs },
        resume_from_model: { id: 'reader', model_version: { id: 'stopped' } },
      },
    });
  });

  test('once more is what it was, from the same parent', () => {
    expect(againOf(info)).toEqual({
      epochs: 10,
      trainInfo: {
        params: info.params,
        resume_from_model: { id: 'reader', model_version: { id: 'parent' } },
      },
    });
    expect(againOf({ ...info, params: {}, resume_from_model: { id: '' } })).toEqual({
      epochs: undefined,
      trainInfo: { params: {} },
    });
  });
});
