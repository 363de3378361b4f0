import type { Table } from '../../../core/ports/table.ts';
import type { AwsClients } from '../../../lambda/aws/aws-clients.ts';
import { DynamoTable } from '../../../lambda/table/dynamo-table.ts';
import { EndpointRecords } from '../../../lambda/predictor/endpoint-records.ts';
import type { EndpointLimits } from '../../../lambda/predictor/endpoint-room.ts';
import { EndpointRoom } from '../../../lambda/predictor/endpoint-room.ts';

export const noon = '2026-11-25T12:00:00.000Z';

export interface EndpointsOptions {
  readonly limits?: Partial<EndpointLimits>;
  readonly now?: () => string;
  /** Another one than the fake's. */
  readonly table?: Table;
}

/**
 * What a predictor needs to know of the account's endpoints, as one function of the service has it.
 */
export function endpointsOn(
  clients: Pick<AwsClients, 'dynamodb' | 'sagemaker'>,
  { limits, now = () => noon, ...options }: EndpointsOptions = {},
) {
  const namePrefix = 'ft-';
  const table =
    options.table ?? new DynamoTable({ client: clients.dynamodb, tableName: 'deeptune' });
  const records = new EndpointRecords({ table, now });
  const room = new EndpointRoom({
    sagemaker: clients.sagemaker,
    records,
    limits: { maxEndpoints: 20, idleHours: 24, ...limits },
    namePrefix,
    now,
  });
  return { records, room, namePrefix };
}
