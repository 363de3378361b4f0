import { cpuPriorDevice } from '../../../../core/estimate/device/cpu-prior.ts';
import { deviceOf } from '../../../../core/estimate/device/spec-sheet.ts';
import { physicsOf } from '../../../../core/estimate/physics/physics.ts';
import { trainingEstimateInput } from '../training-estimate-input.ts';

const workload = trainingEstimateInput('text-classifier', 'Deeptune_MiniLM').job.workload;
const moving = (phase: 'saving' | 'setup', kind = workload.kind, device = cpuPriorDevice()) =>
  physicsOf(phase, { ...workload, kind }, { device })!.moving;

test('a training’s 91 MB of weights are packed in 3.6 s, on a machine of one’s own alone', () => {
  const packed = moving('saving') - moving('saving', 'predict');

  expect(packed).toBeCloseTo((22_713_216 * 4) / 25e6, 1);
  const onAws = deviceOf('A10G');
  expect(moving('saving', 'train', onAws)).toBe(moving('saving', 'predict', onAws));
  expect(moving('setup')).toBe(moving('setup', 'predict'));
});
