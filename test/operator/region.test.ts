import { readConfiguration } from '../../lib/configuration/configuration.ts';
import { regionVerdict } from '../../operator/doctor/region.ts';
import { operatorRegion } from '../../operator/region.ts';

const ambient = (region: string | undefined) => () => Promise.resolve(region);
const smallest = { budgetMicrosPerMonth: 1_000_000, maxConcurrentTrainings: 1 };

test.each([
  ['eu-west-1', 'us-east-1', 'eu-west-1'],
  [undefined, 'us-east-1', 'us-east-1'],
  ['eu-west-1', undefined, 'eu-west-1'],
])('configured %s, in the environment %s: %s', async (configured, around, expected) => {
  const configuration = configured === undefined ? {} : { region: configured };

  expect(await operatorRegion(configuration, ambient(around))).toBe(expected);
});

test('none at all says where to name one', async () => {
  await expect(operatorRegion({}, ambient(undefined))).rejects.toThrow(
    'No region: set "region" in deeptune.config.json',
  );
});

describe.each([
  ['cn-north-1', 'aws-cn (China)'],
  ['us-gov-west-1', 'aws-us-gov (GovCloud)'],
  ['us-iso-east-1', 'an isolated partition'],
  ['us-isob-east-1', 'an isolated partition'],
  ['eu-isoe-west-1', 'an isolated partition'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s, where nothing would work,', (region, partition) => {
  const says = `${region} lies in ${partition}`;

  test('is refused in the configuration, with the partition', () => {
    const text = JSON.stringify({ ...smallest, region });

    expect(() => readConfiguration(text)).toThrow(`region: ${says}`);
  });

  test('is refused by the tools where only the environment names it', async () => {
    await expect(operatorRegion({}, ambient(region))).rejects.toThrow(says);
  });

  test('is something to do for the doctor', () => {
    expect(regionVerdict(undefined, region)).toMatchObject({
      state: 'to do',
      detail: expect.stringContaining(says),
    });
  });
});

test.each(['us-east-1', 'eu-central-1', 'ap-southeast-2', 'il-central-1', 'mx-central-1'])(
  '%s may be tried',
  (region) => {
    expect(readConfiguration(JSON.stringify({ ...smallest, region })).region).toBe(region);
  },
);

test('what is no region is shown', () => {
  const read = () => readConfiguration(JSON.stringify({ ...smallest, region: 'Ireland' }));

  expect(read).toThrow('region: "Ireland" is not a Region');
});
