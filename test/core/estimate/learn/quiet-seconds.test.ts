import type { PhaseTime } from '../../../../core/estimate/graded/graded-estimate.ts';
import { quietSecondsOf } from '../../../../core/estimate/learn/quiet-seconds.ts';
import { graded } from '../report/graded.ts';

const job = (steps: PhaseTime, architecture = 'bert-small') => {
  const made = graded({ id: 'job', minute: 0, predicted: 1, actual: steps.seconds });
  return { ...made, planned: { ...made.planned, architecture }, phases: { steps } };
};

test.each<[string, PhaseTime, string, number]>([
  ['in quiet', { seconds: 10, workSeconds: 9, load: 0.01 }, 'bert-small', 10],
  [
    'beside others that were not in the way',
    { seconds: 10, workSeconds: 9, load: 0.2 },
    'bert-small',
    10,
  ],
  ['that waited for a busy machine', { seconds: 24, workSeconds: 10, load: 0.9 }, 'bert-small', 10],
  ['that came first all the same', { seconds: 10, workSeconds: 9, load: 0.6 }, 'bert-small', 10],
  ['that hardly computed at all', { seconds: 40, workSeconds: 1, load: 0.9 }, 'bert-small', 10],
  ['of many threads', { seconds: 19, workSeconds: 12, load: 0.9 }, 'packaged/minilm', 10],
  ['whose work nobody measured', { seconds: 24, load: 0.9 }, 'bert-small', 24],
])('the first job of a template, %s', (_, time, architecture, expected) => {
  const first = job(time, architecture);

  expect(quietSecondsOf([first])(first, 'steps')).toBeCloseTo(expected);
});

test('a later job goes by what a second of work took in the quietest quarter', () => {
  const quiet = { seconds: 11, workSeconds: 10, load: 0 };
  const jobs = [quiet, quiet, quiet, { seconds: 30, workSeconds: 20, load: 0.8 }].map((each) =>
    job(each),
  );

  expect(quietSecondsOf(jobs)(jobs[3]!, 'steps')).toBeCloseTo(22);
});
