import type { Hono } from 'hono';
import * as z from 'zod';
import type { ExportFormat } from '../../../dataset/export/export-archive.ts';
import { exportFormats } from '../../../dataset/export/export-archive.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import { fail } from '../../../errors.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { idSchema } from '../../http/ids.ts';

/** The path of links to archives. */
const path =
  '/v2/users/:user_id/apps/:app_id/datasets/:dataset_id/versions/:version_id/archives/:format';

interface Archive {
  readonly scope: Scope;
  readonly version: Pick<DatasetVersion, 'id' | 'datasetId'>;
  readonly format: ExportFormat;
  /** Where the caller reached the API. */
  readonly origin: string;
}

/**
 * A link to an archive at the API, which leads on to the store's own. Clarifai's SDK sends its key
 * along with every download: S3 refuses a signed link with that, and clients leave the key behind
 * where they are led to another host. It is as good as the store's link and as long, and needs no
 * key either.
 * @param link of the store
 */
export function archiveUrl({ scope, version, format, origin }: Archive, link: string): string {
  const parts = [scope.userId, scope.appId, version.datasetId, version.id, format];
  const [user, app, dataset, id, name] = parts.map(encodeURIComponent);
  return `${origin}/v2/users/${user}/apps/${app}/datasets/${dataset}/versions/${id}/archives/${name}${new URL(link).search}`;
}

const parts = z.object({
  user_id: z.string(),
  app_id: idSchema,
  dataset_id: idSchema,
  version_id: idSchema,
  format: z.enum(exportFormats),
});

/**
 * Leads links of archives on. What is led to is always the store's own address of that archive; the
 * signature in the query is the store's to check.
 */
export function serveArchives(app: Hono, { objects }: Pick<Dependencies, 'objects'>): void {
  app.get(path, async (context) => {
    const named = parts.safeParse(context.req.param());
    if (!named.success) throw fail('doesNotExist', `There is no archive at ${context.req.path}`);
    const { user_id: userId, app_id: appId, dataset_id, version_id, format } = named.data;
    const key = objectKeys.datasetExport({ userId, appId }, dataset_id, version_id, format);
    const address = new URL(await objects.downloadUrl(key, 1));
    address.search = new URL(context.req.url).search;
    return context.redirect(address.href, 302);
  });
}
