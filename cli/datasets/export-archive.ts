import type { Client } from '../../client/client.ts';
import type { DatasetVersionExport } from '../../core/api/wire/messages.ts';
import { CommandFailure, exitStatus } from '../frame/failure.ts';

/** Clarifai's codes of an archive: being made, and there. */
const archiveStatus = { pending: [64201, 64203], done: 64200 } as const;
const maxPause = 5000;

export interface ArchiveRequest {
  readonly datasetId: string;
  readonly versionId: string;
  readonly format: 'COCO' | 'CLARIFAI_DATA_JSON' | 'CLARIFAI_DATA_PROTOBUF';
}

/**
 * Has a version's archive made and waits for it; one that is there already is answered at once.
 * @throws ApiError; CommandFailure (1) where it cannot be made
 */
export async function exportArchive(
  client: Client,
  { datasetId, versionId, format }: ArchiveRequest,
  wait: (milliseconds: number) => Promise<void>,
): Promise<DatasetVersionExport & { readonly url: string }> {
  const at = { dataset_id: datasetId, dataset_version_id: versionId };
  for (let pause = 300; ; pause *= 1.5) {
    const { exports } = await client.call('PutDatasetVersionExports', at, {
      exports: [{ format }],
    });
    const [made] = exports;
    const { code, details, description } = made?.status ?? { code: 0, description: 'no answer' };
    if (made?.url && code === archiveStatus.done) return { ...made, url: made.url };
    if (!(archiveStatus.pending as readonly number[]).includes(code))
      throw new CommandFailure(
        `Dataset version '${versionId}' cannot be exported as ${format}: ${details ?? description}`,
        { exitStatus: exitStatus.refused, code: 'export-failed' },
      );
    await wait(Math.min(pause, maxPause));
  }
}
