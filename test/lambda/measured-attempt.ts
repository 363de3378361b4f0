/** Ninety seconds of steps, of a hundred, as an attempt's entry in the file of times. */
export const measuredAttempt = {
  ...{ trainingJobName: 'ft-x-a1', startedAt: '2026-01-01T00:00:00.000Z', end: 'completed' },
  phases: { setup: phaseSpan(8), steps: phaseSpan(90), saving: phaseSpan(2) },
  ...{ seconds: 100, epochs: 10, device: { cores: 4 } },
};

/** What a phase's entry in the file of times says. */
export function phaseSpan(seconds: number, more: object = {}) {
  const counts = { entered: 1, passes: 4, samples: 40 };
  return { startSeconds: 0, seconds, workSeconds: seconds * 1.5, ...counts, ...more };
}
