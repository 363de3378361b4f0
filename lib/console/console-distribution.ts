import { fileURLToPath } from 'node:url';
import { Aws, Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { BehaviorOptions, IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as ViewerFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ConsoleBuckets } from './console-buckets.ts';
import { ConsoleHeaders } from './console-headers.ts';

export interface ConsoleDistributionProps {
  readonly buckets: ConsoleBuckets;
  /** Of the HTTP API. */
  readonly apiId: string;
  /** Where signed links lead. */
  readonly objectsHost: string;
  readonly console: NonNullable<Configuration['console']>;
}

/** What the API answers: everything else is the console's. */
export const apiPaths = ['/v2/*', '/v1/*', '/docs', '/openapi.json', '/healthz'];

/**
 * The console and the API under one name, so that the page needs no other origin: its files from
 * the bucket, the API's paths handed on as they are and never kept.
 */
export class ConsoleDistribution extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: ConsoleDistributionProps) {
    super(scope, id);
    const { domain, certificateArn } = props.console;
    const api = this.apiBehaviour(props.apiId);
    const ownName =
      domain === undefined || certificateArn === undefined
        ? {}
        : {
            domainNames: [domain],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'deeptune console',
      defaultRootObject: 'index.html',
      defaultBehavior: this.fileBehaviour(props),
      additionalBehaviors: Object.fromEntries(apiPaths.map((path) => [path, api])),
      priceClass: PriceClass.PRICE_CLASS_100,
      logBucket: props.buckets.logs,
      logFilePrefix: 'requests/',
      logIncludesCookies: false,
      ...ownName,
    });
    this.acknowledgeFindings(domain);
  }

  private fileBehaviour({ buckets, objectsHost }: ConsoleDistributionProps): BehaviorOptions {
    const file = fileURLToPath(new URL('deep-links.cf.js', import.meta.url));
    const deepLinks = new ViewerFunction(this, 'DeepLinks', {
      comment: 'deeptune: answers every address of the console with its page',
      code: FunctionCode.fromFile({ filePath: file }),
      runtime: FunctionRuntime.JS_2_0,
    });
    return {
      origin: S3BucketOrigin.withOriginAccessControl(buckets.files),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // Keeps what the files' own headers let it keep.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: new ConsoleHeaders(this, 'Headers', { objectsHost }),
      functionAssociations: [{ function: deepLinks, eventType: FunctionEventType.VIEWER_REQUEST }],
    };
  }

  private apiBehaviour(apiId: string): BehaviorOptions {
    const host = `${apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    const origin: IOrigin = new HttpOrigin(host, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      // API Gateway itself gives up after 30 s.
      readTimeout: Duration.seconds(35),
    });
    return {
      origin,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // The key with it; API Gateway knows itself by its own name only.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
  }

  private acknowledgeFindings(domain: string | undefined): void {
    const { distribution } = this;
    acknowledge(distribution, 'AwsSolutions-CFR1', 'Keys decide who may look, not countries.');
    acknowledge(
      distribution,
      'AwsSolutions-CFR2',
      'The page is public and static; the API behind it asks for a key, limits requests and checks bodies itself. A web ACL can be added to the distribution.',
    );
    if (domain === undefined)
      acknowledge(
        distribution,
        'AwsSolutions-CFR4',
        "CloudFront's own certificate takes no other protocol setting; an own domain has TLS 1.2 and later.",
      );
  }
}
