import { imageFile } from '../../lib/configuration/image-file.ts';
import { images } from '../../operator/doctor/images.ts';
import type { Verdict } from '../../operator/doctor/check.ts';
import { WireError } from '../wire/protocol/wire.ts';
import type { FakeAws } from '../wire/fake-aws.ts';
import { clientsOn, configured, digest, readyAccount, region } from './operator-account.ts';

const dlc = '763104351884';
const own = '111111111111';
const uri = (account: string, repository: string) =>
  `${account}.dkr.ecr.${region}.amazonaws.com/${repository}@${digest}`;

/** What the doctor says of the images of an account. */
async function look(
  purpose: 'training' | 'inference',
  aws: FakeAws,
  configuration: object = {},
): Promise<Verdict> {
  const check = images.find(({ names }) => names[0] === `${purpose} image`);
  const place = { configuration: configured(configuration), region, clients: clientsOn(aws) };
  return (await check!.look(place))[0]!;
}

/** An account whose image of a purpose has a manifest. */
function withManifest(purpose: 'training' | 'inference', manifest: object): FakeAws {
  const aws = readyAccount();
  const { repository, tag } = imageFile[purpose];
  const [listDigest, inner] = [`sha256:${'c'.repeat(64)}`, `sha256:${'d'.repeat(64)}`];
  aws.ecr.push(`${dlc}/${repository}`, tag, listDigest);
  aws.ecr.push(`${dlc}/${repository}`, inner, inner);
  aws.ecr.manifests.set(listDigest, manifest).set(inner, layers(9));
  return aws;
}

const layers = (gigabytes: number) => ({
  config: { size: 1e6 },
  layers: Array.from({ length: 2 }, () => ({ size: (gigabytes / 2) * 1e9 })),
});

describe('versions', () => {
  const versions = 'must have Python 3.12, torch 2.9.0, transformers 5.3.0, accelerate 1.12.0';

  test('the default image: its tag says them, all are listed', async () => {
    const { state, detail } = await look('training', readyAccount());

    expect(state).toBe('ok');
    expect(detail).toContain(`by its tag as tested: ${versions}`);
    expect(detail).toContain('numpy 1.26.4');
  });

  test('the very release that they were read from', async () => {
    const aws = readyAccount();
    const { repository, tag, digest: noted } = imageFile.training;
    aws.ecr.push(`${dlc}/${repository}`, tag, noted!);

    expect((await look('training', aws)).detail).toContain('the release whose versions were noted');
  });

  test.each([
    [
      '2.11.0-transformers5.13.1-gpu-py312-cu130-ubuntu22.04',
      ['torch 2.11.0 (tested: 2.9.0)', 'transformers 5.13.1 (tested: 5.3.0)'],
    ],
    ['2.9.0-transformers5.3.0-gpu-py311-cu130', ['Python 3.11 (tested: 3.12)']],
  ])('an image of AWS called %s: trainings would fail', async (tag, said) => {
    const aws = readyAccount();
    aws.ecr.push(`${dlc}/${imageFile.training.repository}`, digest, digest);
    aws.ecr.images.get(`${dlc}/${imageFile.training.repository}`)!.delete(imageFile.training.tag);
    aws.ecr.push(`${dlc}/${imageFile.training.repository}`, tag, digest);

    const found = await look('training', aws, {
      trainingImage: uri(dlc, imageFile.training.repository),
    });

    expect(found.state).toBe('to do');
    for (const words of said) expect(found.detail).toContain(words);
    expect(found.remedy).toEqual([expect.stringContaining('image-unsupported')]);
  });

  test('an own image: its tag is read, and where it says nothing that is said', async () => {
    const aws = readyAccount();
    aws.ecr.push(`${own}/deeptune`, digest, digest);
    const configuration = { trainingImage: uri(own, 'deeptune') };
    const before = await look('training', aws, configuration);
    aws.ecr.push(`${own}/deeptune`, '2.9.0-transformers5.3.0-py312-deeptune', digest);

    const after = await look('training', aws, configuration);

    expect(before).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('name no versions'),
    });
    expect(after).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('by its tag as tested'),
    });
  });

  test('tags that may not be read are no error', async () => {
    const aws = readyAccount();
    aws.ecr.push(`${own}/deeptune`, digest, digest);
    aws.faultOnce('ecr', 'DescribeImages', new WireError('AccessDeniedException', 'no', 400));

    const found = await look('training', aws, { trainingImage: uri(own, 'deeptune') });

    expect(found).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('name no versions'),
    });
  });
});

describe('the size of the inference image', () => {
  test.each([
    [1.8, 'ok', '1.8 GB packed'],
    [
      4.2,
      'to do',
      'may be refused: SageMaker refuses serverless endpoints above 10,737,418,240 bytes',
    ],
    [11, 'to do', '11.0 GB packed, and is refused'],
  ])('%d GB: %s', async (gigabytes, state, said) => {
    const found = await look('inference', withManifest('inference', layers(gigabytes)));

    expect(found).toMatchObject({ state, detail: expect.stringContaining(said) });
    expect(found.remedy).toHaveLength(state === 'ok' ? 0 : 1);
  });

  test('of a list of images the one for x86-64 counts', async () => {
    const platforms = ['arm64', 'amd64'].map((architecture) => ({
      digest: `sha256:${(architecture === 'amd64' ? 'd' : 'e').repeat(64)}`,
      platform: { os: 'linux', architecture },
    }));

    const found = await look('inference', withManifest('inference', { manifests: platforms }));

    expect(found.detail).toContain('9.0 GB packed');
  });

  test('a manifest that says no size; and a training image, of any size', async () => {
    const unknown = await look('inference', withManifest('inference', {}));
    const training = await look('training', withManifest('training', layers(25)));

    expect(unknown).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('size is not told'),
    });
    expect(training).toMatchObject({ state: 'ok' });
    expect(training.detail).not.toContain('GB');
  });
});
