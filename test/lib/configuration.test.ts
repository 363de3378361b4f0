import { readFileSync } from 'node:fs';
import { imageUri, parseImage, defaultImage } from '../../lib/configuration/container-image.ts';
import { readConfiguration } from '../../lib/configuration/configuration.ts';
import { smallest } from './synthesized.ts';

const digest = `@sha256:${'0a'.repeat(32)}`;
const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/deeptune/trainer${digest}`;

const read = (changes: object) => readConfiguration(JSON.stringify({ ...smallest, ...changes }));

test('the smallest configuration gets the defaults', () => {
  expect(read({})).toEqual({
    ...smallest,
    name: 'deeptune',
    instanceType: 'ml.g5.xlarge',
    useSpot: true,
    rateMicrosPerHour: 4_000_000,
    ratesMicrosPerHour: {},
    maxRuntimeSeconds: 432_000,
    corsOrigins: ['*'],
    requestsPerSecond: 15,
    maxEndpoints: 5,
    maxEndpointConcurrency: 10,
    endpointIdleHours: 24,
    fetchHosts: [],
    fetchBuckets: [],
  });
});

test('docs/deploy.md names every field that has a default, with the default', () => {
  const text = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const rows = new Map(
    text
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, field = '', preset = '']) => [field, preset]),
  );

  for (const [field, value] of Object.entries(read({})))
    if (!(field in smallest)) {
      const shown = rows.get(`\`${field}\``);
      expect([field, shown]).toEqual([
        field,
        `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``,
      ]);
    }
});

test.each([
  ['no budget', { budgetMicrosPerMonth: undefined }, 'budgetMicrosPerMonth: '],
  ['money that is not whole', { rateMicrosPerHour: 0.5 }, 'rateMicrosPerHour: '],
  [
    'an instance type that nobody knows',
    { instanceType: 'ml.p4d.24xlarge' },
    'instanceType: "ml.p4d.24xlarge" is not a known instance type for training; choose one of ml.g6.xlarge, ml.g6.2xlarge, ml.g5.xlarge',
  ],
  [
    'one with GPUs that would stand idle',
    { instanceType: 'ml.g5.12xlarge' },
    'instanceType: "ml.g5.12xlarge" has 4 GPUs and a training uses one: the others would be paid for and stand idle; take "ml.g5.16xlarge" (one A10G, 256 GiB of memory)',
  ],
  [
    'one such among those that are allowed',
    { allowedInstanceTypes: ['ml.g5.xlarge', 'ml.g6e.48xlarge'] },
    'allowedInstanceTypes.1: "ml.g6e.48xlarge" has 8 GPUs',
  ],
  [
    'a rate of an instance type that nobody knows',
    { ratesMicrosPerHour: { 'ml.g5.2xlrage': 1 } },
    'ratesMicrosPerHour: "ml.g5.2xlrage" is not a known instance type',
  ],
  [
    'a rate that is not whole',
    { ratesMicrosPerHour: { 'ml.g5.2xlarge': 0.5 } },
    'ratesMicrosPerHour.ml.g5.2xlarge: ',
  ],
  ['a job of more than five days', { maxRuntimeSeconds: 432_001 }, 'maxRuntimeSeconds: '],
  [
    'an image by tag',
    { trainingImage: 'trainer:latest' },
    'trainingImage: must name an ECR image by digest',
  ],
  [
    'an image of another Region',
    { trainingImage: image, region: 'us-east-1' },
    'lies in eu-west-1',
  ],
  [
    'a list without the default',
    { allowedInstanceTypes: ['ml.g5.2xlarge'] },
    'must contain instanceType "ml.g5.xlarge"',
  ],
  [
    'endpoints of which some could serve nobody',
    { maxEndpoints: 20, maxEndpointConcurrency: 10 },
    'maxEndpointConcurrency: is 10, which leaves none for some of the 20 endpoints',
  ],
  [
    'a prefix that is another one too',
    { fetchBuckets: ['photos/t1'] },
    'is not a valid bucket to read from',
  ],
  ['a pattern as a bucket', { fetchBuckets: ['photos*'] }, 'is not a valid bucket to read from'],
  [
    'a prefix that steps out',
    { fetchBuckets: ['photos/a/../'] },
    'is not a valid bucket to read from',
  ],
  [
    'a URL where a host belongs',
    { fetchHosts: ['a.example/'] },
    'is not a valid host to fetch from',
  ],
  ['a word nobody knows', { instanceTpye: 'ml.g5.xlarge' }, 'instanceTpye'],
])('%s is refused with the field and the reason', (_, changes, message) => {
  expect(() => read(changes)).toThrow(message);
});

test('a file that is not JSON is named', () => {
  expect(() => readConfiguration('{')).toThrow('deeptune.config.json is not JSON');
});

test('an image by digest is taken apart and put together again', () => {
  const parsed = parseImage(image);

  expect(parsed).toEqual({
    account: '123456789012',
    region: 'eu-west-1',
    repository: 'deeptune/trainer',
    reference: digest,
  });
  expect(parsed && imageUri(parsed)).toMatch(new RegExp(`/deeptune/trainer${digest}$`));
});

test('a Region without a known default image asks for one', () => {
  expect(() => defaultImage('training', 'af-south-1')).toThrow('trainingImage: no default image');
});
