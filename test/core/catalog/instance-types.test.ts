import {
  findInstanceType,
  instanceTypes,
  offeredInstanceTypes,
  speedOf,
  whyNotOffered,
} from '../../../core/catalog/instance-types.ts';

test('the default instance type is as AWS describes it', () => {
  expect(findInstanceType('ml.g5.xlarge')).toEqual({
    name: 'ml.g5.xlarge',
    gpuName: 'A10G',
    gpuCount: 1,
    gpuMemoryMiB: 23_028,
    hostMemoryGiB: 16,
    vcpus: 4,
    // 250 GB.
    diskGiB: 232,
    listPriceMicrosPerHour: 1_408_000,
  });
});

test('every name is there once, in the form of SageMaker, with sizes that go together', () => {
  expect(new Set(instanceTypes.map(({ name }) => name)).size).toBe(instanceTypes.length);
  for (const { name, gpuCount, vcpus, hostMemoryGiB, ...type } of instanceTypes) {
    expect(name).toMatch(/^ml\.g\d\w*\.\d*xlarge$/);
    // In each of these families: 4 or 8 GiB for a vCPU.
    expect([4, 8]).toContain(hostMemoryGiB / vcpus);
    expect([1, 4, 8]).toContain(gpuCount);
    expect(Number.isSafeInteger(type.listPriceMicrosPerHour)).toBe(true);
    expect(type.diskGiB).toBeGreaterThan(200);
  }
});

test('what is offered has one GPU, the cheapest first', () => {
  const prices = offeredInstanceTypes.map((type) => type.listPriceMicrosPerHour);

  expect(offeredInstanceTypes.every(({ gpuCount }) => gpuCount === 1)).toBe(true);
  expect(prices).toEqual([...prices].sort((a, b) => a - b));
  expect(offeredInstanceTypes.map(({ name }) => name)).toContain('ml.g5.16xlarge');
  expect(offeredInstanceTypes.map(({ name }) => name)).not.toContain('ml.g5.12xlarge');
});

test.each([
  ['ml.g5.xlarge', undefined],
  // 192 GiB: the smallest with one GPU that has as much.
  ['ml.g5.12xlarge', /has 4 GPUs and a training uses one.*take "ml\.g5\.16xlarge"/],
  // 768 GiB: none has as much, so that the largest is named.
  ['ml.g5.48xlarge', /has 8 GPUs.*take "ml\.g5\.16xlarge" \(one A10G, 256 GiB of memory\)/],
  ['ml.g6.12xlarge', /take "ml\.g6\.8xlarge" \(one L4, 128 GiB of memory\)/],
  [
    'ml.m5.large',
    /"ml\.m5\.large" is not a known instance type for training; choose one of ml\.g6/,
  ],
])('%s is offered, or why not', (name, why) => {
  if (why === undefined) expect(whyNotOffered(name)).toBeUndefined();
  else expect(whyNotOffered(name)).toMatch(why);
});

test.each([
  ['A10G', 1],
  ['L4', 0.5],
  ['L40S', 1.44],
] as const)('a training on an %s has %d times the speed of an A10G', (gpu, speed) => {
  expect(speedOf(gpu)).toBeCloseTo(speed, 9);
});
