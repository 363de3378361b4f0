import { Match } from 'aws-cdk-lib/assertions';
import { apiFunctionRoutes } from '../../../core/api/clarifai/api-function-routes.ts';
import { retrainingFunctionRoutes } from '../../../core/api/clarifai/retraining-function-routes.ts';
import { ofType, resourcesOf, synthesize } from '../synthesized.ts';

const { service } = synthesize({ corsOrigins: ['https://console.example.com'] });

function routes(): Record<string, string> {
  const all = resourcesOf(service);
  return Object.fromEntries(
    ofType(service, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => {
      const integration = /integrations\/.*"Ref":"(\w+)"/.exec(
        JSON.stringify(Properties['Target']),
      )![1]!;
      const uri = JSON.stringify(all[integration]!.Properties['IntegrationUri']);
      const name = /ApiFunctions(\w+?)Live/.exec(uri)![1]!;
      return [Properties['RouteKey'], `${name}, ${Properties['AuthorizationType']}`];
    }),
  );
}

const quoteRoutes = Object.fromEntries(
  ['/v2/users/{user_id}/apps/{app_id}', '/v2'].flatMap((prefix) =>
    ['POST ', 'GET '].map((method) => [
      `${method}${prefix}/models/{model_id}/quotes`,
      'Estimator, CUSTOM',
    ]),
  ),
);
const oneQuoteRoutes = Object.fromEntries(
  ['/v2/users/{user_id}/apps/{app_id}', '/v2'].map((prefix) => [
    `GET ${prefix}/models/{model_id}/quotes/{quote_id}`,
    'Estimator, CUSTOM',
  ]),
);

const retrainingKeys = Object.fromEntries(
  ['/v2/users/{user_id}/apps/{app_id}', '/v2'].flatMap((prefix) =>
    [
      'GET /models/{model_id}/versions/{version_id}/lineage',
      'GET /models/{model_id}/versions/{version_id}/gate',
      'GET /models/{model_id}/versions/{version_id}/dial',
      'POST /models/{model_id}/versions/{version_id}/dial',
      'GET /models/{model_id}/versions/{version_id}/dial/flips',
      'GET /models/{model_id}/gate',
      'PUT /models/{model_id}/gate',
      'GET /models/{model_id}/promotions',
      'POST /models/{model_id}/promotions',
      'GET /models/{model_id}/schedules',
      'POST /models/{model_id}/schedules',
      'GET /models/{model_id}/schedules/{proxy+}',
      'POST /models/{model_id}/schedules/{proxy+}',
      'PATCH /models/{model_id}/schedules/{proxy+}',
      'DELETE /models/{model_id}/schedules/{proxy+}',
      'GET /schedules',
      'GET /schedules/runs',
    ].map((key) => [key.replace(' ', ` ${prefix}`), 'Retraining, CUSTOM']),
  ),
);

/** Of API Gateway: a parameter is one part of a path, `{proxy+}` all that are left. */
function takes(routeKey: string, method: string, path: string): boolean {
  const [keyMethod, keyPath = ''] = routeKey.split(' ');
  const pattern = keyPath.replace('{proxy+}', '.+').replaceAll(/\{\w+\}/g, '[^/]+');
  return keyMethod === method && new RegExp(`^${pattern}$`).test(path);
}

test('whatever the retraining function serves arrives there, and nothing else does', () => {
  const missed = (routes: typeof apiFunctionRoutes) =>
    routes
      .filter(({ under }) => under === 'app')
      .map(({ method, path }) => ({ method, path: `/v2${path.replaceAll(/:\w+/g, 'x')}` }))
      .filter(
        ({ method, path }) => !Object.keys(retrainingKeys).some((k) => takes(k, method, path)),
      )
      .map(({ method, path }) => `${method} ${path}`);

  expect(missed(retrainingFunctionRoutes)).toEqual([]);
  expect(missed(apiFunctionRoutes)).toHaveLength(
    apiFunctionRoutes.filter(({ under }) => under === 'app').length,
  );
});

test('each route goes to its function, with a key but for the open ones', () => {
  expect(routes()).toEqual({
    'POST /v2/users/{user_id}/apps/{app_id}/models/{model_id}/versions/time_estimate':
      'Estimator, CUSTOM',
    'POST /v2/users/{user_id}/apps/{app_id}/models/{model_id}/versions/estimates':
      'Estimator, CUSTOM',
    'POST /v2/models/{model_id}/versions/time_estimate': 'Estimator, CUSTOM',
    'POST /v2/models/{model_id}/versions/estimates': 'Estimator, CUSTOM',
    ...quoteRoutes,
    'POST /v2/users/{user_id}/training_estimates': 'Estimator, CUSTOM',
    ...oneQuoteRoutes,
    'GET /v2/users/{user_id}/estimator/report': 'Estimator, CUSTOM',
    'ANY /v2/users/{user_id}/billing/{proxy+}': 'Billing, CUSTOM',
    'OPTIONS /v2/users/{user_id}/billing/{proxy+}': 'Billing, NONE',
    ...retrainingKeys,
    'OPTIONS /{proxy+}': 'Api, NONE',
    'GET /v2/files/{proxy+}': 'Api, NONE',
    'GET /healthz': 'Api, NONE',
    'GET /openapi.json': 'Reference, NONE',
    'HEAD /openapi.json': 'Reference, NONE',
    'GET /docs': 'Reference, NONE',
    'HEAD /docs': 'Reference, NONE',
    $default: 'Api, CUSTOM',
  });
});

test('the authorizer is asked every time, with or without a key', () => {
  service.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    AuthorizerResultTtlInSeconds: 0,
    IdentitySource: [],
  });
});

test('requests are throttled and logged, without headers and query', () => {
  service.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    AccessLogSettings: {
      DestinationArn: Match.anyValue(),
      Format: Match.not(Match.stringLikeRegexp('authorization|header|rawQuery')),
    },
  });
});

test('the access log tells an answer of the function from one of the gateway, as its alarm reads it', () => {
  const [stage] = ofType(service, 'AWS::ApiGatewayV2::Stage');
  const { Format } = stage?.Properties['AccessLogSettings'] as { Format: string };

  expect(JSON.parse(Format)).toMatchObject({
    status: '$context.status',
    functionStatus: '$context.integration.status',
  });
});

test('metrics of single routes, which cost, are off', () => {
  service.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
  });
});

test('logs that services deliver under a resource policy lie where they take no room in it', () => {
  const { service: another } = synthesize({ name: 'team-a' });
  const named = (template: typeof service) =>
    ofType(template, 'AWS::Logs::LogGroup').flatMap(({ Properties }) =>
      Properties['LogGroupName'] === undefined ? [] : [Properties['LogGroupName']],
    );

  expect(named(service).sort()).toEqual([
    '/aws/vendedlogs/apigateway/deeptune',
    '/aws/vendedlogs/states/deeptune',
  ]);
  expect(named(another).sort()).toEqual([
    '/aws/vendedlogs/apigateway/team-a',
    '/aws/vendedlogs/states/team-a',
  ]);
});

test('browsers of the configured origins may call', () => {
  service.hasResourceProperties('AWS::ApiGatewayV2::Api', {
    ProtocolType: 'HTTP',
    CorsConfiguration: {
      AllowOrigins: ['https://console.example.com'],
      AllowHeaders: Match.arrayWith(['authorization', 'content-type', 'idempotency-key']),
    },
  });
});

test('a function answers before API Gateway gives up', () => {
  for (const name of ['api', 'estimator', 'billing', 'retraining', 'reference', 'authorizer']) {
    const [lambda] = Object.entries(service.findResources('AWS::Lambda::Function')).filter(([id]) =>
      id.toLowerCase().startsWith(`apifunctions${name}`),
    );
    expect(lambda?.[1]['Properties'].Timeout).toBeLessThan(30);
  }
});
