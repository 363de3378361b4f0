import type { Client } from '../client/client.ts';
import type { Input } from '../core/api/wire/messages.ts';
import { hostedUrl } from '../core/dataset/record/hosted-address.ts';

/**
 * The SHA-256 of the picture of an input that is there, without reading it; undefined where it has
 * no picture.
 * @throws TypeError as `Client.call`
 */
export async function storedDigest(client: Client, { data }: Input): Promise<string | undefined> {
  const { prefix, suffix } = data.image?.hosted ?? {};
  if (!prefix || !suffix) return undefined;
  return client.entityTag(new URL(hostedUrl({ prefix, suffix })).pathname);
}
