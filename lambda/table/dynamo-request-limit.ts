import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { throttled } from '../../core/access/rate-limit.ts';
import type { RequestLimit } from '../../core/access/rate-limit.ts';
import { keys } from '../../core/records/keys.ts';

export interface DynamoRequestLimitOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** 1 or more. */
  readonly perSecond: number;
}

/** When DynamoDB may forget a count, seconds after its own second. */
const keptSeconds = 60;

/**
 * Requests of each user in each second of the clock, whichever Lambda they meet: one item a user
 * and second, which the table lets expire.
 */
export class DynamoRequestLimit implements RequestLimit {
  readonly #options: DynamoRequestLimitOptions;

  constructor(options: DynamoRequestLimitOptions) {
    this.#options = options;
  }

  async take(userId: string, nowMillis: number): Promise<void> {
    const { client, tableName, perSecond } = this.#options;
    const second = Math.floor(nowMillis / 1000);
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: marshall(keys.requestCount(userId, second)),
        UpdateExpression: 'SET expiresAt = :end ADD requests :one',
        ExpressionAttributeValues: marshall({ ':end': second + keptSeconds, ':one': 1 }),
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    if (Number(Attributes?.['requests']?.N) > perSecond) throw throttled(perSecond);
  }
}
