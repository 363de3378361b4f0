import { Aws } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { objectKeys } from '../../core/records/object-keys.ts';
import { addWithWildcards } from '../acknowledge.ts';
import { allow, deny } from '../statement.ts';
import type { Conditions } from '../statement.ts';
import type { Variables } from '../configuration/variables.ts';
import { ArtifactsBucket } from './artifacts-bucket.ts';
import { cryptoActions, decryptActions, EncryptionKey } from './encryption-key.ts';
import { RecordsTable } from './records-table.ts';

export type StorageVariables = Variables<'TABLE_NAME' | 'BUCKET_NAME' | 'KMS_KEY_ARN'>;

/** Why rights over objects are given by pattern. */
export const whyPatterns =
  'Keys are made at run time, below the user, app and version; the pattern names the kind of object.';

/** Folders of jobs: of a training its version's, of an evaluation or a batch prediction its own. */
const jobFolders = ['users/*/apps/*/versions/*', 'users/*/apps/*/jobs/*'];
export const checkpointPatterns: readonly string[] = jobFolders.map((f) => `${f}/checkpoints/*`);
export const outputPatterns: readonly string[] = jobFolders.map((f) => `${f}/output/*`);

/** Items whose partition key is like one of `patterns`, and no call that names none. */
const inPartitions = (...patterns: string[]): Conditions => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

export interface StorageProps {
  /** Browser origins that may follow links for uploads. */
  readonly corsOrigins: string[];
  /** Of the encryption key, without `alias/`. */
  readonly keyAlias: string;
}

/**
 * Everything that must survive a redeployment: the key, the table and the bucket. Each grant
 * returns the variables that go with it.
 */
export class Storage extends Construct {
  readonly key: EncryptionKey;
  readonly table: RecordsTable;
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { corsOrigins, keyAlias }: StorageProps) {
    super(scope, id);
    this.key = new EncryptionKey(this, 'Key', { alias: keyAlias });
    const encryptionKey = this.key;
    const artifacts = new ArtifactsBucket(this, 'Artifacts', { encryptionKey, corsOrigins });
    this.bucket = artifacts.bucket;
    this.table = new RecordsTable(this, 'Table', { encryptionKey });
    // Last: whatever else fails in a first deployment, there is no table to be left over.
    this.table.node.addDependency(this.key, artifacts);
  }

  /** Looks up API keys and nothing else. */
  grantAuthentication(role: Role): Variables<'TABLE_NAME'> {
    role.addToPolicy(allow(['dynamodb:GetItem'], [this.table.tableArn], inPartitions('key#*')));
    this.permitKey(role, 'dynamodb', decryptActions);
    return { TABLE_NAME: this.table.tableName };
  }

  /** Gets and queries records. */
  grantRecordsRead(role: Role): StorageVariables {
    const tableAndIndex = [this.table.tableArn, `${this.table.tableArn}/index/index`];
    role.addToPolicy(allow(['dynamodb:GetItem', 'dynamodb:Query'], tableAndIndex));
    this.permitKey(role, 'dynamodb', decryptActions);
    return this.variables;
  }

  /** Counts requests, and writes nothing else. */
  grantCounting(role: Role): Variables<'TABLE_NAME'> {
    const counts = inPartitions('user#*#requests');
    role.addToPolicy(allow(['dynamodb:UpdateItem'], [this.table.tableArn], counts));
    this.permitKey(role, 'dynamodb', cryptoActions);
    return { TABLE_NAME: this.table.tableName };
  }

  /** Makes quotes and what signs them, and writes nothing else. */
  grantQuoting(role: Role): Variables<'TABLE_NAME'> {
    const own = inPartitions(
      ...['user#*#app#*#quotes', 'user#*#app#*#quote-groups', 'user#*#quote-secret'],
    );
    const actions = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];
    role.addToPolicy(allow(actions, [this.table.tableArn], own));
    this.permitKey(role, 'dynamodb', cryptoActions);
    return { TABLE_NAME: this.table.tableName };
  }

  /** Reads and writes users' notifications and their deliveries, and nothing else. */
  grantNotificationsWrite(role: Role): Variables<'TABLE_NAME'> {
    const actions = [
      ...['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem'],
      ...['dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    ];
    const own = inPartitions('user#*#notifications', 'user#*#notification#*#deliveries');
    role.addToPolicy(allow(actions, [this.table.tableArn], own));
    this.keepBooks(role);
    this.permitKey(role, 'dynamodb', cryptoActions);
    return { TABLE_NAME: this.table.tableName };
  }

  /** Reads and writes records; what the books consist of can only be added to. */
  grantRecordsWrite(role: Role): StorageVariables {
    const actions = [
      ...['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem'],
      ...['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    ];
    role.addToPolicy(allow(actions, [this.table.tableArn]));
    this.keepBooks(role);
    this.permitKey(role, 'dynamodb', cryptoActions);
    return this.grantRecordsRead(role);
  }

  /**
   * Reads records, and writes invoices and the ledger, and nothing else; deletes nothing. A ledger
   * that is opened looks whether the open holds are still those that it read.
   */
  grantInvoicing(role: Role): Variables<'TABLE_NAME'> {
    const table = [this.table.tableArn];
    const invoices = ['user#*#invoices', 'user#*#invoice-lines', 'user#*#invoice-book'];
    const ledger = ['user#*#ledger', 'user#*#ledger-head', 'user#*#ledger-ids'];
    const writing = ['dynamodb:UpdateItem', 'dynamodb:PutItem'];
    role.addToPolicy(allow(writing, table, inPartitions(...invoices, ...ledger)));
    role.addToPolicy(allow(['dynamodb:ConditionCheckItem'], table, inPartitions('user#*#holds')));
    this.keepBooks(role);
    this.grantRecordsRead(role);
    this.permitKey(role, 'dynamodb', cryptoActions);
    return { TABLE_NAME: this.table.tableName };
  }

  /**
   * Ledger entries, their business ids and usage records: whatever permits it, they are neither
   * changed nor deleted. IAM cannot forbid to put over an item that is there; the table's adapter
   * puts only under the condition that none is (`lambda/table/dynamo-write.ts`).
   */
  private keepBooks(role: Role): void {
    const books = ['user#*#ledger', 'user#*#ledger-ids', 'user#*#usage'];
    const actions = [
      ...['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
      ...['dynamodb:PartiQLDelete', 'dynamodb:PartiQLUpdate'],
    ];
    role.addToPolicy(
      deny(actions, [this.table.tableArn], {
        'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': books },
      }),
    );
  }

  /** Reads datasets, checkpoints, model artifacts and base models. */
  grantObjectsRead(role: Role): StorageVariables {
    const prefixes = ['users/*', 'base-models/*'];
    this.permitObjects(role, ['s3:GetObject', 's3:GetObjectTagging'], prefixes);
    const list = { StringLike: { 's3:prefix': prefixes } };
    role.addToPolicy(allow(['s3:ListBucket'], [this.bucket.bucketArn], list));
    this.permitKey(role, 's3', decryptActions);
    return this.variables;
  }

  /**
   * Reads, writes and copies; deletes nothing but the manifest of a dataset version that came to
   * nothing.
   */
  grantObjectsWrite(role: Role): StorageVariables {
    const write = ['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectTagging'];
    this.permitObjects(role, write, ['users/*']);
    this.permitObjects(role, ['s3:DeleteObject'], ['users/*/apps/*/datasets/*']);
    this.permitKey(role, 's3', cryptoActions);
    return this.grantObjectsRead(role);
  }

  /** Reads everything, and writes what Gate decided of a version. */
  grantGateResults(role: Role): StorageVariables {
    const write = ['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectTagging'];
    this.permitObjects(role, write, ['users/*/gate.json']);
    this.permitKey(role, 's3', cryptoActions);
    return this.grantObjectsRead(role);
  }

  /** Reads everything, and deletes checkpoints, but no export. */
  grantCheckpointCleanup(role: Role): StorageVariables {
    this.permitObjects(role, ['s3:DeleteObject'], checkpointPatterns);
    const exports = checkpointPatterns.map((pattern) => pattern.replace(/\*$/, 'export/*'));
    const arns = exports.map((pattern) => this.bucket.arnForObjects(pattern));
    role.addToPolicy(deny(['s3:DeleteObject'], arns));
    return this.grantObjectsRead(role);
  }

  /**
   * Deletes what lies below an app: the app goes with its files. Bytes of inputs are shared by a
   * user's apps and stay.
   */
  grantAppDeletion(role: Role): StorageVariables {
    const uploads = `${objectKeys.uploadsPrefix}*`;
    this.permitObjects(role, ['s3:DeleteObject'], ['users/*/apps/*', uploads]);
    const list = { StringLike: { 's3:prefix': uploads } };
    role.addToPolicy(allow(['s3:ListBucket'], [this.bucket.bucketArn], list));
    return this.variables;
  }

  /** Signs links for uploads, and reads what came by them. */
  grantUploads(role: Role): StorageVariables {
    const uploads = `${objectKeys.uploadsPrefix}*`;
    this.permitObjects(role, ['s3:GetObject', 's3:PutObject'], [uploads]);
    // S3 asks for this right where a GET finds nothing, too, and names no prefix then; without it
    // the answer is 403 instead of 404.
    const list = { StringLikeIfExists: { 's3:prefix': uploads } };
    role.addToPolicy(allow(['s3:ListBucket'], [this.bucket.bucketArn], list));
    this.permitKey(role, 's3', cryptoActions);
    return this.variables;
  }

  /** The key, for what this service does on behalf of the role only. */
  permitKey(role: Role, service: 'dynamodb' | 's3' | 'sns', actions: readonly string[]): void {
    const through = `${service}.${Aws.REGION}.amazonaws.com`;
    role.addToPolicy(
      allow(actions, [this.key.keyArn], { StringEquals: { 'kms:ViaService': through } }),
    );
  }

  private permitObjects(role: Role, actions: readonly string[], keys: readonly string[]): void {
    const objects = keys.map((key) => this.bucket.arnForObjects(key));
    addWithWildcards(role, allow(actions, objects), whyPatterns);
  }

  private get variables(): StorageVariables {
    return {
      TABLE_NAME: this.table.tableName,
      BUCKET_NAME: this.bucket.bucketName,
      KMS_KEY_ARN: this.key.keyArn,
    };
  }
}
