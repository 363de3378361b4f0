/**
 * What the bundles of the Lambdas hold in place of the SDK's search for credentials
 * (`@aws-sdk/credential-provider-node`, see `lib/functions/bundling.ts`): a Lambda is given its
 * credentials in environment variables, and the rest of the search weighs 100 kB.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
