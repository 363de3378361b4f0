import { JsonService } from './json-service.ts';
import type { Loose } from './wire.ts';
import { WireError } from './wire.ts';

/** Images of any registry: `<registry>/<repository>` to reference (tag or digest) to digest. */
export class FakeEcr extends JsonService {
  readonly images = new Map<string, Map<string, string>>();

  constructor() {
    super('ecr', 'AmazonEC2ContainerRegistry_V20150921');
  }

  push(repository: string, reference: string, digest: string): void {
    const images = this.images.get(repository) ?? new Map<string, string>();
    this.images.set(repository, images.set(reference, digest));
  }

  protected operations() {
    return { BatchGetImage: (input: Loose) => this.#get(input) };
  }

  #get({ registryId, repositoryName, imageIds }: Loose): object {
    const repository = this.images.get(`${registryId}/${repositoryName}`);
    if (!repository) {
      throw new WireError('RepositoryNotFoundException', `no repository ${repositoryName}`);
    }
    const [imageId] = imageIds;
    const imageDigest = repository.get(imageId.imageTag ?? imageId.imageDigest);
    if (imageDigest) return { images: [{ imageId: { ...imageId, imageDigest } }], failures: [] };
    return { images: [], failures: [{ imageId, failureCode: 'ImageNotFound' }] };
  }
}
