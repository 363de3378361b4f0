import type { Verdict } from './check.ts';
import { couldNotLook } from './check.ts';

const denied = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/;
const throttled =
  /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded)$/;
const withoutCredentials =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch)$/;

/** True where AWS does not know who asks: no credentials, expired ones, wrong ones. */
export function isWithoutCredentials(error: Error): boolean {
  return withoutCredentials.test(error.name);
}

/**
 * Why a check could not look, for a person. Errors of our own code are thrown on.
 * @param permission what the check needs of IAM
 */
export function explainAwsError(error: unknown, permission: string): Verdict {
  if (!(error instanceof Error)) throw error;
  if (denied.test(error.name)) {
    return couldNotLook(
      `not allowed: needs ${permission}`,
      `Allow ${permission} to whoever runs this, then run it again.`,
    );
  }
  if (throttled.test(error.name)) {
    return couldNotLook('AWS throttled every try', 'Run it again in a minute.');
  }
  if (isWithoutCredentials(error)) return couldNotLook(error.message, signIn);
  // The SDK marks what happened on the way to AWS and back; anything else is a mistake of ours.
  if (!('$metadata' in error)) throw error;
  return couldNotLook(`${error.name}: ${error.message}`, 'Run it again; see the AWS Health page.');
}

export const signIn =
  'Sign in: aws sso login (or aws configure), and name the profile with AWS_PROFILE.';
