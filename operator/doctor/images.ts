import type { BatchGetImageCommandOutput } from '@aws-sdk/client-ecr';
import { BatchGetImageCommand, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import type { ContainerImage, Purpose } from '../../lib/configuration/container-image.ts';
import { defaultImage, parseImage } from '../../lib/configuration/container-image.ts';
import type { Check, CheckContext, Verdict } from './check.ts';
import { ok, todo } from './check.ts';
import { layerBytes, platformDigest, sizeVerdict } from './image-size.ts';
import { versionVerdict } from './image-versions.ts';

/**
 * Whether the images that jobs and endpoints run can be had from the registry of the account that
 * owns them, and whether they fit: their versions, and for endpoints their size.
 */
export const images: readonly Check[] = (['training', 'inference'] as const).map((purpose) => ({
  names: [`${purpose} image`],
  permission: 'ecr:BatchGetImage',
  look: async (context: CheckContext) => [await imageVerdict(purpose, context)],
}));

async function imageVerdict(purpose: Purpose, context: CheckContext): Promise<Verdict> {
  const field = `${purpose}Image` as const;
  const configured = context.configuration[field];
  const image = configured ? parseImage(configured) : defaultOf(purpose, context.region);
  if (!image)
    return todo(`no default image is known for ${context.region}`, nameOne(field, context));
  if (image.region !== context.region) {
    return todo(`${uriOf(image)} lies in ${image.region}`, nameOne(field, context));
  }
  const stored = await storedImage(image, context);
  if (!stored) return todo(`${uriOf(image)} does not exist`, nameOne(field, context));
  const tags = configured ? await tagsOf(image, context) : [image.reference.slice(1)];
  const pinning = `to pin it, set "${field}" to ${uriOf(image, `@${stored.digest}`)}`;
  return together([
    ok(configured ?? `${uriOf(image)}; ${pinning}`),
    versionVerdict(purpose, stored.digest, tags),
    ...(purpose === 'inference' ? [sizeVerdict(stored.bytes)] : []),
  ]);
}

/** All details, since each says something of its own; open where one of them is. */
function together(verdicts: readonly Verdict[]): Verdict {
  const detail = verdicts.map((verdict) => verdict.detail).join('; ');
  const remedy = verdicts.flatMap((verdict) => verdict.remedy);
  return verdicts.every(({ state }) => state === 'ok') ? ok(detail) : todo(detail, ...remedy);
}

/** Undefined where AWS serves no such image in the region. */
function defaultOf(purpose: Purpose, region: string): ContainerImage | undefined {
  try {
    return defaultImage(purpose, region);
  } catch {
    return undefined;
  }
}

interface StoredImage {
  readonly digest: string;
  /** Packed; undefined where the registry does not say. */
  readonly bytes: number | undefined;
}

/** Undefined where the repository or the image is not there. */
async function storedImage(
  image: ContainerImage,
  context: CheckContext,
): Promise<StoredImage | undefined> {
  const found = await getImage(image, image.reference, context);
  const digest = found?.imageId?.imageDigest;
  if (!digest) return undefined;
  const manifest = found.imageManifest ?? '{}';
  const ofPlatform = platformDigest(manifest);
  if (!ofPlatform) return { digest, bytes: layerBytes(manifest) };
  const one = await getImage(image, `@${ofPlatform}`, context);
  return { digest, bytes: layerBytes(one?.imageManifest ?? '{}') };
}

type EcrImage = NonNullable<BatchGetImageCommandOutput['images']>[number];

/** @param reference `:tag` or `@digest` */
async function getImage(
  image: ContainerImage,
  reference: string,
  context: CheckContext,
): Promise<EcrImage | undefined> {
  const { account: registryId, repository: repositoryName } = image;
  const isPinned = reference.startsWith('@');
  const imageIds = [{ [isPinned ? 'imageDigest' : 'imageTag']: reference.slice(1) }];
  try {
    const reply = await context.clients.ecr.send(
      new BatchGetImageCommand({ registryId, repositoryName, imageIds }),
    );
    return reply.images?.[0];
  } catch (error) {
    if (error instanceof Error && error.name === 'RepositoryNotFoundException') return undefined;
    throw error;
  }
}

/**
 * The tags of an image by digest: what it is called says its versions. None where they may not be
 * read: nothing depends on them.
 */
async function tagsOf(image: ContainerImage, context: CheckContext): Promise<readonly string[]> {
  const { account: registryId, repository: repositoryName, reference } = image;
  const imageIds = [{ imageDigest: reference.slice(1) }];
  try {
    const command = new DescribeImagesCommand({ registryId, repositoryName, imageIds });
    const reply = await context.clients.ecr.send(command);
    return reply.imageDetails?.[0]?.imageTags ?? [];
  } catch {
    return [];
  }
}

function uriOf(image: ContainerImage, reference = image.reference): string {
  return `${image.account}.dkr.ecr.${image.region}.amazonaws.com/${image.repository}${reference}`;
}

function nameOne(field: string, { region }: CheckContext): string {
  return `Set "${field}" in deeptune.config.json to an image with digest in ${region}; AWS lists its own at https://github.com/aws/deep-learning-containers/releases`;
}
