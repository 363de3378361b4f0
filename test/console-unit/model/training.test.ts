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
  test('each with its time, then those of the estimate', () => {
    const lines = phaseLines({
      phases: [
        { name: 'setup', seconds: 4, isRunning: false },
        { name: 'steps', seconds: 10, isRunning: true },
        { name: 'validation', seconds: 1, isRunning: false },
        { name: 'evaluation', isRunning: false },
      ],
      estimate: { seconds: 41, p10Seconds: 30, p90Seconds: 60, fixedSeconds: 9, stepsSeconds: 32 },
    });
    expect(
      lines.map(({ name, state, seconds, estimated }) => [name, state, seconds, estimated]),
    ).toEqual([
      ['Setup', 'done', 4, undefined],
      ['Training steps', 'runs now', 10, undefined],
      ['Validation after each epoch', 'done', 1, undefined],
      ['Evaluation on held-out data', '', undefined, undefined],
      ['Steps and validation', '', 11, 32],
      ['Setup, evaluation, saving', '', 4, 9],
      ['All', '', 15, 41],
    ]);
  });

  test('an estimate of an earlier release has the sum alone; before the start there is nothing', () => {
    const phases = [{ name: 'setup', seconds: 4, isRunning: false }];
    expect(
      phaseLines({ phases, estimate: { seconds: 41, p10Seconds: 30, p90Seconds: 60 } }).map(
        ({ name }) => name,
      ),
    ).toEqual(['Setup', 'All']);
    expect(phaseLines({ phases: [] })).toEqual([]);
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
