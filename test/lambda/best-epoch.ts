/** `bestEpoch` of a trainer's metrics. */
export const bestEpoch = {
  epoch: 10,
  of: 10,
  epochsRun: 10,
  metric: 0.9,
  metricName: 'accuracy',
  validationCount: 120,
  stoppedEarly: false,
  note: null,
};
