import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

/** Which function answers a path. What stands nowhere here goes to `api`, behind the authorizer. */
export interface ApiRoute {
  readonly path: string;
  readonly methods: HttpMethod[];
  readonly function: 'api' | 'estimator' | 'billing';
  /** True: answered without a key. */
  readonly isOpen?: boolean;
}

/** Each is served below the app and, for clients whose key names the app, below `/v2`. */
const estimates = ['/v2/users/{user_id}/apps/{app_id}', '/v2'].flatMap((prefix) =>
  ['time_estimate', 'estimates'].map((name) => `${prefix}/models/{model_id}/versions/${name}`),
);

export const routes: readonly ApiRoute[] = [
  ...estimates.map((path) => ({
    path,
    methods: [HttpMethod.POST],
    function: 'estimator' as const,
  })),
  {
    path: '/v2/users/{user_id}/billing/{proxy+}',
    methods: [HttpMethod.ANY],
    function: 'billing',
  },
  // Browsers ask before they send the key; `ANY` above would ask them for it.
  {
    path: '/v2/users/{user_id}/billing/{proxy+}',
    methods: [HttpMethod.OPTIONS],
    function: 'billing',
    isOpen: true,
  },
  { path: '/{proxy+}', methods: [HttpMethod.OPTIONS], function: 'api', isOpen: true },
  // The link itself is the permission: signed, for one file, for a short time.
  { path: '/v2/files/{proxy+}', methods: [HttpMethod.GET], function: 'api', isOpen: true },
  { path: '/healthz', methods: [HttpMethod.GET], function: 'api', isOpen: true },
];
