/**
 * What the bundles of the Lambdas hold in place of `@aws-sdk/middleware-endpoint-discovery` (see
 * `lib/functions/bundling.ts`): no call here asks DynamoDB for another endpoint than that of the
 * region, and the search with its cache weighs 9 kB.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: false,
};

/** The client's settings as they are. */
export function resolveEndpointDiscoveryConfig<T>(settings: T): T {
  return settings;
}
