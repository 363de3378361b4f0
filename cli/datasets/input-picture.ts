import type { Client } from '../../client/client.ts';
import { hostedUrl } from '../../core/dataset/record/hosted-address.ts';
import type { HostedURL, Input, Region } from '../../core/api/wire/messages.ts';
import type { AnsweredRegion } from '../answers/answer.ts';
import { answerOfData } from '../answers/wire-answer.ts';

/**
 * The bytes of an input's picture, as it was sent; undefined where it has none.
 * @throws ApiError, TypeError, as `Client.content`
 */
export function pictureOf(client: Client, { data }: Input): Promise<Uint8Array | undefined> {
  return hostedBytes(client, data.image?.hosted);
}

/** The regions of an input with the bytes of their masks. @throws as `pictureOf` */
export async function labelledRegions(client: Client, { data }: Input): Promise<AnsweredRegion[]> {
  const regions = answerOfData(data).regions;
  const masks = await Promise.all((data.regions ?? []).map((region) => maskOf(client, region)));
  return regions.map((region, at) => ({ ...region, mask: masks[at] ?? region.mask }));
}

function maskOf(client: Client, { region_info: info }: Region): Promise<Uint8Array | undefined> {
  return hostedBytes(client, info.mask?.image.hosted);
}

async function hostedBytes(
  client: Client,
  hosted: HostedURL | undefined,
): Promise<Uint8Array | undefined> {
  const { prefix, suffix } = hosted ?? {};
  if (!prefix || !suffix) return undefined;
  const { pathname } = new URL(hostedUrl({ prefix, suffix }));
  return new Uint8Array(await (await client.content(pathname)).arrayBuffer());
}

/** What people know an input by: the name of its file, else its id. */
export function nameOfInput({ id, data }: Input): string {
  const filename = data.metadata?.['filename'];
  return typeof filename === 'string' && filename !== '' ? filename : id;
}
