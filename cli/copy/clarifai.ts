import type { Client } from '../../client/client.ts';
import type { JsonObject } from '../../core/json.ts';

/* What is read of Clarifai's published messages. Their answers carry more. */

/** Where something that an input holds can be read: `<prefix>/<size>/<suffix>`. */
export interface Hosted {
  readonly prefix?: string;
  readonly suffix?: string;
}

/** An image or a text; a text may come in its message. */
export interface SourceContent {
  readonly url?: string;
  readonly raw?: string;
  readonly base64?: string;
  readonly hosted?: Hosted;
}

export interface SourceConcept {
  readonly id?: string;
  readonly name?: string;
  readonly value?: number;
}

export interface SourceRegion {
  readonly id?: string;
  readonly region_info?: {
    readonly bounding_box?: JsonObject;
    readonly polygon?: JsonObject;
    readonly mask?: { readonly image?: SourceContent };
  };
  readonly data?: { readonly concepts?: readonly SourceConcept[] };
}

export interface SourceAnnotation {
  readonly id: string;
  readonly input_id: string;
  readonly input_level?: boolean;
  readonly model_version_id?: string;
  readonly workflow_version_id?: string;
  readonly annotation_info?: JsonObject;
  readonly task_id?: string;
  readonly status?: { readonly code?: number };
  readonly data?: {
    readonly concepts?: readonly SourceConcept[];
    readonly regions?: readonly SourceRegion[];
  };
}

export interface SourceInput {
  readonly id: string;
  readonly status?: { readonly code?: number };
  readonly data?: {
    readonly image?: SourceContent;
    readonly text?: SourceContent;
    readonly metadata?: JsonObject;
    readonly geo?: { readonly geo_point?: { longitude?: number; latitude?: number } };
    readonly [kind: string]: unknown;
  };
}

export interface SourceDataset {
  readonly id: string;
  readonly description?: string;
  readonly notes?: string;
  readonly metadata?: JsonObject;
}

export interface SourceDatasetVersion extends SourceDataset {
  readonly metrics?: Readonly<Record<string, { readonly inputs_count?: string | number }>>;
}

export interface SourceModel {
  readonly id: string;
  readonly name?: string;
  readonly model_type_id?: string;
  readonly description?: string;
  readonly notes?: string;
  readonly metadata?: JsonObject;
}

export interface SourceModelVersion {
  readonly id: string;
  readonly created_at?: string;
  readonly status?: { readonly code?: number };
  readonly train_info?: JsonObject;
  readonly output_info?: JsonObject;
  readonly metrics?: { readonly summary?: JsonObject };
}

/** An app of Clarifai's, read over their published API. */
export interface Source {
  readonly client: Client;
  readonly userId: string;
  readonly appId: string;
}

/** As many as Clarifai answers in one page. */
const pageSize = 128;

/**
 * Everything of a list, page after page.
 * @param path below the app: `/datasets`
 * @param field of the answer that holds the list
 * @throws ApiError, TypeError, as `Client.send`
 */
export async function* listed<T>(
  source: Source,
  path: string,
  field: string,
  query: Query = {},
): AsyncGenerator<T> {
  for (let page = 1; ; page += 1) {
    const asked = withQuery(path, { ...query, page, per_page: pageSize });
    const found = await readList<T>(source, asked, field);
    yield* found;
    if (found.length < pageSize) return;
  }
}

/**
 * One answer's list; empty where the answer leaves it out.
 * @throws ApiError, TypeError, as `Client.send`
 */
export async function readList<T>(source: Source, path: string, field: string): Promise<T[]> {
  const answer = await source.client.send({ method: 'GET', path: appPath(source) + path });
  return (answer[field] ?? []) as unknown as T[];
}

/** `/v2/users/<user>/apps/<app>` */
export function appPath({ userId, appId }: Pick<Source, 'userId' | 'appId'>): string {
  return `/v2/users/${encodeURIComponent(userId)}/apps/${encodeURIComponent(appId)}`;
}

export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** Lists are repeated parameters. */
export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== undefined) parameters.append(name, String(one));
  return `${path}?${parameters}`;
}
