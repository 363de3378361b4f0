import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/**
 * What the console may load, and who may frame it. Pictures and exports are reached by signed links
 * into the bucket of the deployment, which is the one other host that is named.
 * @param objectsHost `artifacts.s3.eu-central-1.amazonaws.com`
 */
export function contentSecurityPolicy(objectsHost: string): string {
  return [
    "default-src 'self'",
    `img-src 'self' blob: data: https://${objectsHost}`,
    `connect-src 'self' https://${objectsHost}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of the console's own files; the API says its own. */
export class ConsoleHeaders extends ResponseHeadersPolicy {
  constructor(scope: Construct, id: string, { objectsHost }: { readonly objectsHost: string }) {
    super(scope, id, {
      comment: 'deeptune console',
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(objectsHost),
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: false,
          override: true,
        },
      },
    });
  }
}
