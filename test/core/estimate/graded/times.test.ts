import { parseTimes } from '../../../../core/estimate/graded/times.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const span = { seconds: 4, workSeconds: 7.5, passes: 10, samples: 80, entered: 1, startSeconds: 2 };
const attempt = {
  trainingJobName: 'ft-1-a1',
  kind: 'train',
  startedAt: '2026-11-29T12:00:00.000Z',
  end: 'completed',
  seconds: 8,
  phases: { setup: { ...span, othersSeconds: 1 }, steps: span },
  epochs: 2.5,
  device: { device: 'cpu', cores: 2 },
};

test('attempts are read with what is known of each, in their order', () => {
  const second = {
    ...attempt,
    trainingJobName: null,
    end: 'running',
    device: null,
    seconds: 0,
    phases: {},
  };

  expect(parseTimes(bytes({ schemaVersion: 1, attempts: [attempt, second] }))).toEqual([
    {
      trainingJobName: 'ft-1-a1',
      startedAt: attempt.startedAt,
      end: 'completed',
      seconds: 8,
      phases: {
        setup: { seconds: 4, workSeconds: 7.5, othersSeconds: 1, passes: 10, samples: 80 },
        steps: { seconds: 4, workSeconds: 7.5, passes: 10, samples: 80 },
      },
      epochs: 2.5,
      cores: 2,
    },
    expect.objectContaining({ trainingJobName: null, end: 'running', phases: {} }),
  ]);
});

test.each<[string, Uint8Array | undefined]>([
  ['no file', undefined],
  ['what is no JSON', new TextEncoder().encode('{"schemaVersion":1,"att')],
  ['another schema', bytes({ schemaVersion: 2, attempts: [attempt] })],
  ['null', bytes(null)],
  ['attempts that are no list', bytes({ schemaVersion: 1, attempts: attempt })],
  [
    'an attempt without a start',
    bytes({ schemaVersion: 1, attempts: [{ ...attempt, startedAt: 3 }] }),
  ],
  [
    'an attempt of no end that we know',
    bytes({ schemaVersion: 1, attempts: [{ ...attempt, end: 'x' }] }),
  ],
  ['seconds below zero', bytes({ schemaVersion: 1, attempts: [{ ...attempt, seconds: -1 }] })],
  ['an attempt that is null', bytes({ schemaVersion: 1, attempts: [null] })],
  [
    'a start that is no instant',
    bytes({ schemaVersion: 1, attempts: [{ ...attempt, startedAt: 'noon' }] }),
  ],
  ['seconds without end', bytes({ schemaVersion: 1, attempts: [{ ...attempt, seconds: 1e300 }] })],
  [
    'phases that take longer than the attempt',
    bytes({ schemaVersion: 1, attempts: [{ ...attempt, seconds: 5 }] }),
  ],
  [
    'phases that leave time out',
    bytes({ schemaVersion: 1, attempts: [{ ...attempt, seconds: 12 }] }),
  ],
  [
    'a phase whose times are no numbers',
    bytes({
      schemaVersion: 1,
      attempts: [{ ...attempt, phases: { setup: span, steps: { ...span, seconds: 'long' } } }],
    }),
  ],
  [
    'a phase that a later release has',
    bytes({
      schemaVersion: 1,
      attempts: [{ ...attempt, phases: { setup: span, dreaming: span } }],
    }),
  ],
  ['one attempt of two', bytes({ schemaVersion: 1, attempts: [attempt, { end: 'completed' }] })],
  ['thousands of attempts', bytes({ schemaVersion: 1, attempts: new Array(5000).fill(attempt) })],
])('%s is no attempt', (_, file) => {
  expect(parseTimes(file)).toEqual([]);
});

test('counts that are no numbers are not known', () => {
  const phases = { setup: span, steps: { ...span, passes: null } };
  const [read] = parseTimes(bytes({ schemaVersion: 1, attempts: [{ ...attempt, phases }] }));

  expect(read?.phases.steps).toEqual({ seconds: 4, workSeconds: 7.5, passes: 0, samples: 80 });
});
