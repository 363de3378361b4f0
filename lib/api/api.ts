import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { FilterPattern, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { ApiFunctions } from './api-functions.ts';
import { routes } from './routes.ts';
import { encryptedLogs, vendedLogsName } from '../functions/encrypted-logs.ts';

export interface ApiProps {
  readonly functions: ApiFunctions;
  readonly encryptionKey: IKey;
  readonly corsOrigins: string[];
}

/**
 * The HTTP API: Clarifai's paths under `/v2`, throttled, logged, and behind the authorizer but for
 * `routes` that are open.
 */
export class Api extends Construct {
  readonly httpApi: HttpApi;
  /**
   * Answers with 5xx that nobody intended. A model that is being deployed or busy is answered with
   * 503 too, and is none.
   */
  readonly errors: Metric;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { functions } = props;
    const integrations = {
      api: new HttpLambdaIntegration('Api', functions.api.live),
      estimator: new HttpLambdaIntegration('Estimator', functions.estimator.live),
      billing: new HttpLambdaIntegration('Billing', functions.billing.live),
      // One permission for all of its paths: a stack holds 500 resources.
      retraining: new HttpLambdaIntegration('Retraining', functions.retraining.live, {
        scopePermissionToRoute: false,
      }),
      reference: new HttpLambdaIntegration('Reference', functions.reference.live),
    };
    const authorizer = keyAuthorizer(functions);
    this.httpApi = this.api(props.corsOrigins);
    for (const { path, methods, openBecause, function: name } of routes) {
      const integration = integrations[name];
      if (!openBecause) this.httpApi.addRoutes({ path, methods, integration, authorizer });
      else
        for (const route of this.httpApi.addRoutes({ path, methods, integration })) {
          acknowledge(route, 'AwsSolutions-APIG4', openBecause);
        }
    }
    new HttpRoute(this, 'Default', {
      httpApi: this.httpApi,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrations.api,
      authorizer,
    });
    this.errors = this.errorsIn(this.stage(props.encryptionKey));
  }

  private api(allowOrigins: string[]): HttpApi {
    return new HttpApi(this, 'HttpApi', {
      description: Stack.of(this).stackName,
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins,
        allowMethods: [CorsHttpMethod.ANY],
        allowHeaders: [
          ...['authorization', 'content-type', 'idempotency-key'],
          ...['x-clarifai-session-token', 'x-clarifai-request-id-prefix', 'x-clarifai-client'],
        ],
        maxAge: Duration.hours(1),
      },
    });
  }

  /** @returns the stage's access log */
  private stage(encryptionKey: IKey): LogGroup {
    const logGroup = encryptedLogs(this, 'AccessLogs', {
      encryptionKey,
      retention: RetentionDays.ONE_YEAR,
      logGroupName: vendedLogsName(this, 'apigateway'),
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      // Metrics of each route cost, and nothing here reads them.
      detailedMetricsEnabled: false,
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLog },
    });
    return logGroup;
  }

  private errorsIn(logGroup: LogGroup): Metric {
    const filter = new MetricFilter(this, 'Errors', {
      logGroup,
      filterPattern: unintended,
      metricNamespace: Stack.of(this).stackName,
      metricName: 'ApiErrors',
    });
    return filter.metric({ period: Duration.minutes(5), statistic: 'Sum' });
  }
}

/**
 * A 503 of the function's own is one of our answers; one of the gateway's has no status of a
 * function.
 */
const unintended = FilterPattern.literal(
  '{ ($.status = "5*") && (($.status != "503") || ($.functionStatus != "503")) }',
);

/**
 * Asked on every call, with or without a key, and never cached: the functions answer in the wire
 * format, a revoked key ends at once.
 */
function keyAuthorizer({ authorizer }: ApiFunctions): HttpLambdaAuthorizer {
  return new HttpLambdaAuthorizer('KeyAuthorizer', authorizer.live, {
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    resultsCacheTtl: Duration.seconds(0),
    identitySource: [],
  });
}

/** Who, what, how it ended. No header and no query string: they may hold secrets. */
const accessLog = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    sourceIp: '$context.identity.sourceIp',
    httpMethod: '$context.httpMethod',
    routeKey: '$context.routeKey',
    path: '$context.path',
    protocol: '$context.protocol',
    status: '$context.status',
    functionStatus: '$context.integration.status',
    responseLength: '$context.responseLength',
    responseLatency: '$context.responseLatency',
    authorizerError: '$context.authorizer.error',
    integrationError: '$context.integrationErrorMessage',
  }),
);
