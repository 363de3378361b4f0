import { waitForCalibration } from '../../demo/calibration.ts';

const never = new Promise<void>(() => undefined);

test.each([
  ['is calibrated: goes on and says nothing', Promise.resolve(), []],
  [
    'is too busy for it: goes on, and says what that means',
    never,
    [
      'this machine is too busy to be calibrated within 0.01 s: the forecasts of this run are rough',
    ],
  ],
])('a machine that %s', async (_name, calibrated, said) => {
  const lines: string[] = [];

  await waitForCalibration(calibrated, { line: (text) => lines.push(text) }, 10);

  expect(lines).toEqual(said);
});
