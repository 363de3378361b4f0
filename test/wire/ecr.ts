import { JsonService } from './protocol/json-service.ts';
import type { Loose } from './protocol/wire.ts';
import { WireError } from './protocol/wire.ts';

/** Images of any registry: `<registry>/<repository>` to reference (tag or digest) to digest. */
export class FakeEcr extends JsonService {
  readonly images = new Map<string, Map<string, string>>();
  /** Digest to manifest; absent: one small layer. */
  readonly manifests = new Map<string, object>();

  constructor() {
    super('ecr', 'AmazonEC2ContainerRegistry_V20150921');
  }

  push(repository: string, reference: string, digest: string): void {
    const images = this.images.get(repository) ?? new Map<string, string>();
    this.images.set(repository, images.set(reference, digest));
  }

  protected operations() {
    return {
      BatchGetImage: (input: Loose) => this.#get(input),
      DescribeImages: (input: Loose) => this.#describe(input),
    };
  }

  #describe({ registryId, repositoryName, imageIds }: Loose): object {
    const [{ imageDigest }] = imageIds;
    const repository = this.images.get(`${registryId}/${repositoryName}`) ?? new Map();
    const references = [...repository].filter(([, digest]) => digest === imageDigest);
    const imageTags = references.map(([name]) => name).filter((name) => !name.includes(':'));
    return { imageDetails: [{ registryId, repositoryName, imageDigest, imageTags }] };
  }

  #get({ registryId, repositoryName, imageIds }: Loose): object {
    const repository = this.images.get(`${registryId}/${repositoryName}`);
    if (!repository) {
      throw new WireError('RepositoryNotFoundException', `no repository ${repositoryName}`);
    }
    const [imageId] = imageIds;
    const imageDigest = repository.get(imageId.imageTag ?? imageId.imageDigest);
    if (imageDigest) {
      const manifest = this.manifests.get(imageDigest) ?? { config: { size: 1 }, layers: [] };
      const imageManifest = JSON.stringify(manifest);
      return { images: [{ imageId: { ...imageId, imageDigest }, imageManifest }], failures: [] };
    }
    return { images: [], failures: [{ imageId, failureCode: 'ImageNotFound' }] };
  }
}
