import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Every entity, hold and usage record: keys as `core/records/keys.ts` builds them, one index.
 * Counts of requests expire; nothing else has that attribute.
 */
export class RecordsTable extends Table {
  constructor(scope: Construct, id: string, props: { readonly encryptionKey: IKey }) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: true,
      // Protected, it could not be taken back with a deployment that fails: it is made last, and
      // stays.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.addGlobalSecondaryIndex({
      indexName: 'index',
      partitionKey: { name: 'ipk', type: AttributeType.STRING },
      sortKey: { name: 'isk', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }
}
