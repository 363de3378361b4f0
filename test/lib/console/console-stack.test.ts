import { Match } from 'aws-cdk-lib/assertions';
import { contentSecurityPolicy } from '../../../lib/console/console-headers.ts';
import { actionsOf, allStatements } from '../security/statements.ts';
import { configuration, deployment, ofType, synthesizeConsole } from '../synthesized.ts';

const template = synthesizeConsole();
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template is looked at, not believed
const distribution = (of = template): any =>
  ofType(of, 'AWS::CloudFront::Distribution')[0]?.Properties['DistributionConfig'];

test('no console is deployed where none is asked for', () => {
  expect(deployment().console).toBeUndefined();
});

test('the files lie in a closed bucket that CloudFront alone reads, of this distribution', () => {
  for (const { Properties } of ofType(template, 'AWS::S3::Bucket'))
    expect(Properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  const reading = allStatements(template).filter(
    (each) => actionsOf(each).includes('s3:GetObject') && each.of.startsWith('BucketsFiles'),
  );
  expect(reading).toMatchObject([
    {
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
    },
  ]);
  template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
    OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' },
  });
});

test("the API's paths are handed on with every method and header, and are never kept", () => {
  const { CacheBehaviors, Origins } = distribution();

  expect(CacheBehaviors.map((each: { PathPattern: string }) => each.PathPattern)).toEqual([
    ...['/v2/*', '/v1/*', '/docs', '/openapi.json', '/healthz'],
  ]);
  for (const behaviour of CacheBehaviors)
    expect(behaviour).toMatchObject({
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      // Managed-CachingDisabled, Managed-AllViewerExceptHostHeader
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'https-only',
    });
  const api = Origins.find((each: object) => 'CustomOriginConfig' in each);
  expect(api.CustomOriginConfig).toMatchObject({
    OriginProtocolPolicy: 'https-only',
    OriginSSLProtocols: ['TLSv1.2'],
  });
  // Of the answers of the API none is put in place of a page.
  expect(distribution().CustomErrorResponses).toBeUndefined();
});

test('the page may load its own files and what signed links lead to, and may be framed by nobody', () => {
  const policy = contentSecurityPolicy('artifacts.s3.eu-west-1.amazonaws.com');

  expect(policy).not.toMatch(/unsafe|\*/);
  expect(policy).toBe(
    "default-src 'self'; img-src 'self' blob: data: https://artifacts.s3.eu-west-1.amazonaws.com; " +
      "connect-src 'self' https://artifacts.s3.eu-west-1.amazonaws.com; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { Override: true },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
      },
    },
  });
  const { DefaultCacheBehavior } = distribution();
  expect(DefaultCacheBehavior.ResponseHeadersPolicyId).toEqual({ Ref: expect.any(String) });
  expect(DefaultCacheBehavior.FunctionAssociations).toMatchObject([
    { EventType: 'viewer-request' },
  ]);
});

test('files with a hash in their name are kept for a year, the page is asked for each time', () => {
  const deployments = ofType(template, 'Custom::CDKBucketDeployment').map(
    ({ Properties }) => Properties,
  );
  const controls = deployments.map(({ SystemMetadata }) => SystemMetadata);

  expect(controls).toEqual([
    { 'cache-control': 'public, max-age=31536000, immutable' },
    { 'cache-control': 'no-cache' },
  ]);
  // Who has the page of an earlier deployment open still finds its files.
  for (const { Prune } of deployments) expect(Prune).toBe(false);
});

test('without an own name its address is that of CloudFront, with one it is that', () => {
  const own = synthesizeConsole({
    domain: 'deeptune.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/0-1',
  });

  template.hasOutput('ConsoleUrl', { Value: { 'Fn::Join': Match.anyValue() } });
  own.hasOutput('ConsoleUrl', { Value: 'https://deeptune.example.com' });
  expect(distribution(own)).toMatchObject({
    Aliases: ['deeptune.example.com'],
    ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
  });
});

test.each([
  [{ domain: 'deeptune.example.com' }, /domain and certificateArn together/],
  [
    { domain: 'x.example.com', certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/0' },
    /us-east-1/,
  ],
  [{ domain: 'https://x.example.com' }, /host name/],
  [{ url: 'http://x.example.com' }, /url/i],
  [{ colour: 'red' }, /colour/],
])('console %j is refused', (console, message) => {
  expect(() => configuration({ console })).toThrow(message);
});
