import { Match } from 'aws-cdk-lib/assertions';
import { allStatements } from './security/statements.ts';
import { deployment, ofType, resourcesOf, synthesize } from './synthesized.ts';

const { storage, service } = synthesize();

test.each([
  ['AWS::KMS::Key', 'RetainExceptOnCreate'],
  ['AWS::DynamoDB::Table', 'Retain'],
  ['AWS::S3::Bucket', 'RetainExceptOnCreate'],
])('%s stays when the stack or the resource goes', (type, policy) => {
  const resources = ofType(storage, type);

  expect(resources.length).toBeGreaterThan(0);
  for (const { DeletionPolicy, UpdateReplacePolicy } of resources) {
    expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({
      DeletionPolicy: policy,
      UpdateReplacePolicy: 'Retain',
    });
  }
  expect(ofType(service, type)).toEqual([]);
});

test('the table, which cannot be taken back when a first deployment fails, is made after all else that could fail', () => {
  const resources = resourcesOf(storage);
  const ids = Object.keys(resources);
  const [[tableId = '', table] = []] = Object.entries(resources).filter(
    ([, { Type }]) => Type === 'AWS::DynamoDB::Table',
  );

  expect([...(table?.DependsOn ?? [])].sort()).toEqual(ids.filter((id) => id !== tableId).sort());
});

test('the stack is protected against deletion', () => {
  expect(deployment().storage.terminationProtection).toBe(true);
});

test('the key rotates', () => {
  storage.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
});

test('the table has the keys of core/ports, one index, recovery, protection and our key', () => {
  storage.hasResourceProperties('AWS::DynamoDB::Table', {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'index',
        KeySchema: [
          { AttributeName: 'ipk', KeyType: 'HASH' },
          { AttributeName: 'isk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
  });
});

test('both buckets are closed to the public', () => {
  for (const { Properties } of ofType(storage, 'AWS::S3::Bucket')) {
    expect(Properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  }
});

test('both buckets refuse what does not come over TLS 1.2', () => {
  const policies = ofType(storage, 'AWS::S3::BucketPolicy');

  expect(policies).toHaveLength(2);
  for (const { Properties } of policies) {
    expect(JSON.stringify(Properties)).toContain('"aws:SecureTransport":"false"');
    expect(JSON.stringify(Properties)).toContain('"s3:TlsVersion":1.2');
  }
});

test('artifacts are versioned, encrypted with our key, logged and tidied up', () => {
  storage.hasResourceProperties('AWS::S3::Bucket', {
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
      ],
    },
    LoggingConfiguration: { LogFilePrefix: 'artifacts/' },
    LifecycleConfiguration: {
      Rules: [
        { Id: 'abandoned-uploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        { Id: 'replaced-and-deleted', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
        {
          Id: 'uploads',
          Prefix: 'uploads/',
          ExpirationInDays: 1,
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        },
      ],
    },
  });
});

test('browsers of the configured origins may follow signed links, to read and to upload, and nothing more', () => {
  const { storage: asked } = synthesize({ corsOrigins: ['https://console.example'] });

  asked.hasResourceProperties('AWS::S3::Bucket', {
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedMethods: ['GET', 'PUT'],
          AllowedOrigins: ['https://console.example'],
          AllowedHeaders: ['content-type'],
        },
      ],
    },
  });
});

test('what is PUT without saying how it is encrypted is encrypted with our key; no policy refuses it', () => {
  const refused = allStatements(storage).filter(({ Effect }) => Effect === 'Deny');

  expect(refused.length).toBeGreaterThan(0);
  for (const { Condition } of refused)
    expect(Object.keys(Condition ?? {})).not.toContain('s3:x-amz-server-side-encryption');
  expect(JSON.stringify(refused)).not.toContain('server-side-encryption');
});
