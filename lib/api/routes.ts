import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

/** Which function answers a path. What stands nowhere here goes to `api`, behind the authorizer. */
export interface ApiRoute {
  readonly path: string;
  readonly methods: HttpMethod[];
  readonly function: 'api' | 'estimator' | 'billing' | 'retraining' | 'reference';
  /** There: answered without a key, for this reason. */
  readonly openBecause?: string;
}

/** Each is served below the app and, for clients whose key names the app, below `/v2`. */
const appPrefixes = ['/v2/users/{user_id}/apps/{app_id}', '/v2'];

const estimates = [
  '/v2/users/{user_id}/training_estimates',
  ...appPrefixes.flatMap((prefix) =>
    ['time_estimate', 'estimates'].map((name) => `${prefix}/models/{model_id}/versions/${name}`),
  ),
];

/** Quotes of a model: all of them, and one. */
const quotes = appPrefixes.flatMap((prefix) =>
  ['', '/{quote_id}'].map((end) => `${prefix}/models/{model_id}/quotes${end}`),
);

const { GET, POST, PUT, PATCH, DELETE } = HttpMethod;

/**
 * Methods by path below `appPrefixes`; in step with `retrainingFunctionRoutes`, which a test
 * compares. No ANY: the preflight must stay open.
 */
const retraining: Readonly<Record<string, HttpMethod[]>> = {
  '/models/{model_id}/versions/{version_id}/lineage': [GET],
  '/models/{model_id}/versions/{version_id}/gate': [GET],
  '/models/{model_id}/versions/{version_id}/dial': [GET, POST],
  '/models/{model_id}/versions/{version_id}/dial/flips': [GET],
  '/models/{model_id}/gate': [GET, PUT],
  '/models/{model_id}/promotions': [GET, POST],
  '/models/{model_id}/schedules': [GET, POST],
  '/models/{model_id}/schedules/{proxy+}': [GET, POST, PATCH, DELETE],
  '/schedules': [GET],
  '/schedules/runs': [GET],
};

const preflight = 'Browsers ask what they may do before they send the key.';

export const routes: readonly ApiRoute[] = [
  ...estimates.map((path) => ({
    path,
    methods: [HttpMethod.POST],
    function: 'estimator' as const,
  })),
  ...quotes.map((path) => ({
    path,
    methods: path.endsWith('quotes') ? [HttpMethod.POST, HttpMethod.GET] : [HttpMethod.GET],
    function: 'estimator' as const,
  })),
  ...appPrefixes.flatMap((prefix) =>
    Object.entries(retraining).map(([path, methods]) => ({
      path: `${prefix}${path}`,
      methods,
      function: 'retraining' as const,
    })),
  ),
  {
    path: '/v2/users/{user_id}/estimator/report',
    methods: [HttpMethod.GET],
    function: 'estimator',
  },
  {
    path: '/v2/users/{user_id}/billing/{proxy+}',
    methods: [HttpMethod.ANY],
    function: 'billing',
  },
  {
    path: '/v2/users/{user_id}/billing/{proxy+}',
    methods: [HttpMethod.OPTIONS],
    function: 'billing',
    openBecause: preflight,
  },
  {
    path: '/{proxy+}',
    methods: [HttpMethod.OPTIONS],
    function: 'api',
    openBecause: preflight,
  },
  {
    path: '/v2/files/{proxy+}',
    methods: [HttpMethod.GET],
    function: 'api',
    openBecause: 'The link itself is the permission: signed, for one file, for a short time.',
  },
  {
    path: '/healthz',
    methods: [HttpMethod.GET],
    function: 'api',
    openBecause: 'Says that the service answers, and nothing else; monitors hold no key.',
  },
  ...['/openapi.json', '/docs'].map((path) => ({
    path,
    methods: [HttpMethod.GET, HttpMethod.HEAD],
    function: 'reference' as const,
    openBecause: 'The description of the API is the same for everybody and holds no data.',
  })),
];
