import { BatchGetImageCommand } from '@aws-sdk/client-ecr';
import type { ContainerImage } from '../../lib/container-image.ts';
import { defaultImage, parseImage } from '../../lib/container-image.ts';
import type { Check, Place, Verdict } from './check.ts';
import { ok, todo } from './check.ts';

type Purpose = 'training' | 'inference';

/** Whether the images that jobs and endpoints run can be had, from the registry of the account that owns them. */
export const images: readonly Check[] = (['training', 'inference'] as const).map((purpose) => ({
  names: [`${purpose} image`],
  permission: 'ecr:BatchGetImage',
  look: async (place: Place) => [await imageVerdict(purpose, place)],
}));

async function imageVerdict(purpose: Purpose, place: Place): Promise<Verdict> {
  const field = `${purpose}Image` as const;
  const configured = place.configuration[field];
  const image = configured ? parseImage(configured) : defaultOf(purpose, place.region);
  if (!image) return todo(`no default image is known for ${place.region}`, nameOne(field, place));
  if (image.region !== place.region) {
    return todo(`${uriOf(image)} lies in ${image.region}`, nameOne(field, place));
  }
  const digest = await digestOf(image, place);
  if (!digest) return todo(`${uriOf(image)} does not exist`, nameOne(field, place));
  if (configured) return ok(configured);
  return ok(`${uriOf(image)}; to pin it, set "${field}" to ${uriOf(image, `@${digest}`)}`);
}

/** Undefined where AWS serves no such image in the region. */
function defaultOf(purpose: Purpose, region: string): ContainerImage | undefined {
  try {
    return defaultImage(purpose, region);
  } catch {
    return undefined;
  }
}

/** Undefined where the repository or the image is not there. */
async function digestOf(image: ContainerImage, place: Place): Promise<string | undefined> {
  const { account: registryId, repository: repositoryName, reference } = image;
  const isPinned = reference.startsWith('@');
  const imageIds = [{ [isPinned ? 'imageDigest' : 'imageTag']: reference.slice(1) }];
  try {
    const reply = await place.clients.ecr.send(
      new BatchGetImageCommand({ registryId, repositoryName, imageIds }),
    );
    return reply.images?.[0]?.imageId?.imageDigest;
  } catch (error) {
    if (error instanceof Error && error.name === 'RepositoryNotFoundException') return undefined;
    throw error;
  }
}

function uriOf(image: ContainerImage, reference = image.reference): string {
  return `${image.account}.dkr.ecr.${image.region}.amazonaws.com/${image.repository}${reference}`;
}

function nameOne(field: string, { region }: Place): string {
  return `Set "${field}" in deeptune.config.json to an image with digest in ${region}; AWS lists its own at https://github.com/aws/deep-learning-containers/releases`;
}
