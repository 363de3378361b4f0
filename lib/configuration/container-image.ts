import { Aws, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { imageFile } from './image-file.ts';

/** An image in ECR. `reference` begins with `@sha256:` or, for the defaults alone, with `:`. */
export interface ContainerImage {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly reference: string;
}

const pattern =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([a-z0-9][a-z0-9._/-]*)(@sha256:[0-9a-f]{64})$/;

/** An image URI with a digest; undefined for anything else. */
export function parseImage(uri: string): ContainerImage | undefined {
  const [, account, region, repository, reference] = pattern.exec(uri) ?? [];
  return account && region && repository && reference
    ? { account, region, repository, reference }
    : undefined;
}

export function imageRegion(uri: string): string | undefined {
  return parseImage(uri)?.region;
}

/** What a container image is for. */
export type Purpose = 'training' | 'inference';

/**
 * Regions with g5 training where AWS serves its images from this account; elsewhere the image must
 * be configured.
 */
const imagesAccount = '763104351884';
const imagesRegions = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
];

/**
 * The AWS Hugging Face image that `container/image.json` names, by tag: good to start with, to be
 * pinned by digest in production.
 * @throws Error where no default image is known for the region
 */
export function defaultImage(purpose: Purpose, region?: string): ContainerImage {
  if (region && !imagesRegions.includes(region)) {
    throw new Error(
      `deeptune.config.json is not valid:\n  ${purpose}Image: no default image is known for region ${region}; name one by digest`,
    );
  }
  const { repository, tag } = imageFile[purpose];
  return { account: imagesAccount, region: region ?? Aws.REGION, repository, reference: `:${tag}` };
}

export function imageUri(image: ContainerImage): string {
  return `${image.account}.dkr.ecr.${image.region}.${Aws.URL_SUFFIX}/${image.repository}${image.reference}`;
}

export function repositoryArn(scope: Construct, image: ContainerImage): string {
  const { account, region, repository } = image;
  return Stack.of(scope).formatArn({
    service: 'ecr',
    account,
    region,
    resource: 'repository',
    resourceName: repository,
  });
}
