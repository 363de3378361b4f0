import { deviceOf } from '../../../../core/estimate/device/spec-sheet.ts';
import { learn, nothingLearnt } from '../../../../core/estimate/forecast/learn.ts';
import { isGradedEstimate } from '../../../../core/estimate/graded/readable.ts';
import { reportOf } from '../../../../core/estimate/report/report.ts';
import { graded } from '../report/graded.ts';

const job = graded({ id: 'a', minute: 1, phases: { steps: { seconds: 4, workSeconds: 7 } } });
const { promised, planned } = job;

test('what Settle writes is readable, with what a later release may add to it', () => {
  const later = { ...job, mood: 'good', phases: { ...job.phases, dreaming: { dreams: 3 } } };

  expect(
    [job, later, graded({ id: 'b', minute: 2, isPromised: false })].every(isGradedEstimate),
  ).toBe(true);
});

const damaged: readonly [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a list', [job]],
  ['no end', { ...job, endedAt: undefined }],
  ['an end that is no instant', { ...job, endedAt: 'noon' }],
  ['seconds that JSON could not hold', { ...job, seconds: null }],
  ['seconds that are not a number', { ...job, seconds: NaN }],
  ['seconds below zero', { ...job, seconds: -1 }],
  ['a text for seconds', { ...job, seconds: '12' }],
  ['no plan', { ...job, planned: undefined }],
  ['an unknown family', { ...job, done: { ...planned, family: 'dreams' } }],
  ['a sample of no size', { ...job, done: { ...planned, sampleSize: 0 } }],
  [
    'work without operations',
    {
      ...job,
      done: { ...planned, phases: { steps: { ...planned.phases.steps, operations: null } } },
    },
  ],
  ['work that is endless', { ...job, planned: { ...planned, forwardOperations: Infinity } }],
  ['a phase without seconds', { ...job, phases: { steps: { workSeconds: 3 } } }],
  [
    'quantiles upside down',
    { ...job, promised: { ...promised, seconds: { p10: 3, p50: 2, p90: 1 } } },
  ],
  ['a promise of another level', { ...job, promised: { ...promised, evidence: 'certain' } }],
  ['a promise that is no object', { ...job, promised: 'soon' }],
];

test.each(damaged)('a record with %s is not readable', (_, record) => {
  expect(isGradedEstimate(record)).toBe(false);
});

test('a promise of nothing, and a job that nobody measured, teach nothing and are in no figure', () => {
  const none = { p10: 0, p50: 0, p90: 0 };
  const odd = [
    { ...job, promised: { ...promised!, seconds: none } },
    { ...job, jobId: 'b', seconds: 0, phases: {} },
  ];

  expect(odd.every(isGradedEstimate)).toBe(true);
  expect(learn(odd, { devices: [deviceOf('A10G')] }).conformal).toEqual(nothingLearnt.conformal);
  expect(reportOf(odd, {}, 3)).toMatchObject({
    overall: { jobCount: 0 },
    leftOut: { withoutForecast: 1, notMeasured: 1, unreadable: 3 },
  });
});
