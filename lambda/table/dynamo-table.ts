import type { AttributeValue, DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import {
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type {
  CountQuery,
  Item,
  Key,
  Page,
  Query,
  Table,
  Write,
  WriteReason,
} from '../../core/ports/table.ts';
import { WriteRefusedError } from '../../core/ports/table.ts';
import { isPartition, isPossibleKey, possibleWrites } from '../../core/ports/table-key.ts';
import { fromToken, toItem, toToken } from './dynamo-page.ts';
import { checkWrites, toTransactItem } from './dynamo-write.ts';

type Attributes = Record<string, AttributeValue>;

export interface DynamoTableOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** The secondary index on `ipk` and `isk`, projecting all attributes. Default `index`. */
  readonly indexName?: string;
}

/**
 * `Table` on one DynamoDB table: attributes `pk`, `sk` (key), `rev`, `data`, and `ipk`, `isk` where
 * the item is in the index.
 */
export class DynamoTable implements Table {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;
  readonly #indexName: string;

  constructor(options: DynamoTableOptions) {
    this.#client = options.client;
    this.#tableName = options.tableName;
    this.#indexName = options.indexName ?? 'index';
  }

  async get(key: Key): Promise<Item | undefined> {
    if (!isPossibleKey(key)) return undefined;
    const { Item: found } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#tableName,
        Key: marshall({ pk: key.pk, sk: key.sk }),
        ConsistentRead: true,
      }),
    );
    return found && toItem(found);
  }

  async query(query: Query): Promise<Page> {
    if (!isPartition(query.pk)) return { items: [] };
    if (query.skip) return this.#queryBehind(query, query.skip);
    const reply = await this.#client.send(new QueryCommand(this.#queryInput(query)));
    const items = (reply.Items ?? []).map(toItem);
    return reply.LastEvaluatedKey ? { items, next: toToken(reply.LastEvaluatedKey) } : { items };
  }

  async count(query: CountQuery): Promise<number> {
    if (!isPartition(query.pk)) return 0;
    return (await this.#walk(this.#queryInput(query), Infinity)).count;
  }

  /**
   * Always a transaction, even for one write: the token that the SDK puts into it makes the SDK's
   * own retry harmless. A plain conditional write whose answer was lost would be refused on the
   * retry by its own success.
   */
  async write(writes: readonly Write[]): Promise<void> {
    checkWrites(writes);
    const possible = possibleWrites(writes);
    if (possible.length === 0) return;
    const items = possible.map((write) => toTransactItem(this.#tableName, write));
    try {
      await this.#client.send(new TransactWriteItemsCommand({ TransactItems: items }));
    } catch (error) {
      throw refused(error) ?? error;
    }
  }

  async #queryBehind({ skip: _skip, ...query }: Query, skip: number): Promise<Page> {
    const { lastKey } = await this.#walk(this.#queryInput(query), skip);
    return lastKey ? this.query({ ...query, after: toToken(lastKey) }) : { items: [] };
  }

  /**
   * Passes over at most `most` items, which DynamoDB counts and does not send: one call for each
   * megabyte of them.
   * @returns `lastKey`: of the last one passed over, where there may be more
   */
  async #walk(
    { ExclusiveStartKey: start, ...input }: QueryCommandInput,
    most: number,
  ): Promise<{ count: number; lastKey?: Attributes | undefined }> {
    let [count, lastKey] = [0, start];
    do {
      const limit = Number.isFinite(most) ? { Limit: most - count } : { Limit: undefined };
      const more = lastKey && { ExclusiveStartKey: lastKey };
      const reply = await this.#client.send(
        new QueryCommand({ ...input, ...limit, ...more, Select: 'COUNT' }),
      );
      count += reply.Count ?? 0;
      lastKey = reply.LastEvaluatedKey;
    } while (lastKey && count < most);
    return { count, lastKey };
  }

  #queryInput(query: Query): QueryCommandInput {
    const [pk, sk] = query.fromIndex ? ['ipk', 'isk'] : ['pk', 'sk'];
    const prefixed = query.prefix ? { ':prefix': { S: query.prefix } } : undefined;
    return {
      TableName: this.#tableName,
      ...(query.fromIndex ? { IndexName: this.#indexName } : { ConsistentRead: true }),
      KeyConditionExpression: `${pk} = :pk${prefixed ? ` AND begins_with(${sk}, :prefix)` : ''}`,
      ExpressionAttributeValues: { ':pk': { S: query.pk }, ...prefixed },
      ScanIndexForward: !query.descending,
      Limit: query.limit ?? 1000,
      ExclusiveStartKey: startOf(query),
    };
  }
}

/** DynamoDB goes on behind a key whether an item is there or not. */
function startOf(query: Query): Attributes | undefined {
  if (query.after !== undefined) return fromToken(query.after, query);
  return query.behind === undefined ? undefined : marshall({ pk: query.pk, sk: query.behind });
}

const reasons: Readonly<Record<string, WriteReason>> = {
  None: 'ok',
  ConditionalCheckFailed: 'condition',
  TransactionConflict: 'conflict',
  ThrottlingError: 'conflict',
  ProvisionedThroughputExceeded: 'conflict',
};

/** Undefined for a refusal that is nobody's race: an item too large, a malformed request. */
function refused(error: unknown): WriteRefusedError | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  const translated = codes.flatMap((code) => reasons[code] ?? []);
  const isComplete = codes.length > 0 && translated.length === codes.length;
  return isComplete ? new WriteRefusedError(translated) : undefined;
}
