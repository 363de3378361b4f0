import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { fail } from '../../core/errors.ts';
import type { Condition, Item, Key, Write } from '../../core/ports/table.ts';
import { toAttribute } from './dynamo-data.ts';

type Values = Record<string, AttributeValue>;

/** Limit of `TransactWriteItems`. */
const maxWrites = 100;

/** @throws DeeptuneError invalid-request for more than 100 writes, or two on one key */
export function checkWrites(writes: readonly Write[]): void {
  if (writes.length > maxWrites) {
    throw fail('invalidRequest', `${writes.length} writes are more than ${maxWrites} at once`);
  }
  const keys = new Set(writes.map((write) => JSON.stringify(keyOf(write))));
  if (keys.size < writes.length) throw fail('invalidRequest', 'Two writes on one key at once');
}

/**
 * One write of the port as one member of `TransactWriteItems`.
 * @throws DeeptuneError invalid-request for data that DynamoDB cannot hold
 */
export function toTransactItem(tableName: string, write: Write): TransactWriteItem {
  const target = { TableName: tableName, Key: marshall(keyOf(write)) };
  const condition = {
    ConditionExpression: conditionExpression(write.if),
    ExpressionAttributeValues: conditionValues(write.if),
  };
  if ('put' in write && write.if === 'absent')
    return { Put: { TableName: tableName, ...condition, Item: newItem(write.put) } };
  if ('put' in write)
    return { Update: { ...target, ...condition, ...update(write.put, write.if) } };
  if ('delete' in write) return { Delete: { ...target, ...condition } };
  return { ConditionCheck: { ...target, ...condition } };
}

function keyOf(write: Write): Key {
  const at = 'put' in write ? write.put : 'delete' in write ? write.delete : write.check;
  return { pk: at.pk, sk: at.sk };
}

/**
 * What is new is put, and what is put is new: this is the only `Put`, and its condition is that
 * nothing is there. So a role that may not update a partition can only add to it.
 */
function newItem({ pk, sk, index, data }: Omit<Item, 'rev'>): Values {
  return {
    ...marshall({ pk, sk, rev: 1, ...(index ? { ipk: index.pk, isk: index.sk } : {}) }),
    data: toAttribute(data),
  };
}

/**
 * An update that replaces everything but `rev`: only an update can count without reading first.
 * `data` is a reserved word.
 */
function update({ index, data }: Omit<Item, 'rev'>, condition: Condition | undefined) {
  const indexed = index && marshall({ ':ipk': index.pk, ':isk': index.sk });
  return {
    UpdateExpression: indexed
      ? 'SET #data = :data, ipk = :ipk, isk = :isk ADD rev :one'
      : 'SET #data = :data REMOVE ipk, isk ADD rev :one',
    ExpressionAttributeNames: { '#data': 'data' },
    ExpressionAttributeValues: {
      ...conditionValues(condition),
      ...indexed,
      ':one': { N: '1' },
      ':data': toAttribute(data),
    },
  };
}

function conditionExpression(condition: Condition | undefined): string | undefined {
  if (condition === undefined) return undefined;
  if (condition === 'absent') return 'attribute_not_exists(pk)';
  return condition === 'present' ? 'attribute_exists(pk)' : 'rev = :rev';
}

function conditionValues(condition: Condition | undefined): Values | undefined {
  return typeof condition === 'object' ? { ':rev': { N: String(condition.rev) } } : undefined;
}
