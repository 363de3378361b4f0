import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fail } from '../../core/errors.ts';
import type { Item, Query } from '../../core/ports/table.ts';
import { fromAttribute } from './dynamo-data.ts';

type Attributes = Record<string, AttributeValue>;

/** An item as DynamoDB returns it. */
export function toItem(attributes: Attributes): Item {
  const { data, ...rest } = attributes;
  const { pk, sk, rev, ipk, isk } = unmarshall(rest);
  const index = ipk === undefined ? {} : { index: { pk: ipk, sk: isk } };
  return { pk, sk, rev, ...index, data: fromAttribute(data) };
}

/** Where a page ended, as an opaque word: base64url of the key's strings. */
export function toToken(lastKey: Attributes): string {
  return Buffer.from(JSON.stringify(unmarshall(lastKey))).toString('base64url');
}

/**
 * The reverse of `toToken`. The word may come from a client, so it is believed only as far as it
 * stays in the partition that is asked for.
 * @throws DeeptuneError invalid-request
 */
export function fromToken(token: string, query: Query): Attributes {
  const names = query.fromIndex ? ['ipk', 'isk', 'pk', 'sk'] : ['pk', 'sk'];
  const key = parse(token);
  const strings = names.every((name) => typeof key[name] === 'string' && key[name] !== '');
  const isOurs =
    strings && Object.keys(key).length === names.length && key[names[0] ?? ''] === query.pk;
  if (!isOurs) throw fail('invalidRequest', 'The page token is not one of this list');
  return Object.fromEntries(names.map((name) => [name, { S: String(key[name]) }]));
}

function parse(token: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
