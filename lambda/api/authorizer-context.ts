import type { Identity } from '../../core/access/identity.ts';
import type { DeeptuneError } from '../../core/errors.ts';
import { errors, fail } from '../../core/errors.ts';

/** What the authorizer tells the API functions: strings only, as API Gateway passes them. */
export interface AuthorizerContext {
  readonly userId?: string;
  readonly appId?: string;
  readonly scopes?: string;
  readonly endpoints?: string;
  readonly expiresAt?: string;
  readonly isOperator?: 'true';
  /**
   * Set instead of the rest where the key was refused: `key-missing` or `key-invalid`, with its
   * message.
   */
  readonly refusedCode?: string;
  readonly refusedMessage?: string;
}

export function contextOf(identity: Identity): AuthorizerContext {
  const { userId, appId, scopes, endpoints = [], expiresAt, isOperator } = identity;
  return {
    userId,
    scopes: scopes.join(' '),
    ...(endpoints.length === 0 ? {} : { endpoints: endpoints.join(' ') }),
    ...(appId === undefined ? {} : { appId }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(isOperator ? { isOperator: 'true' } : {}),
  };
}

export function refusal(error: DeeptuneError): AuthorizerContext {
  return { refusedCode: error.code, refusedMessage: error.message };
}

/** The reverse of `contextOf` and `refusal`. @throws DeeptuneError key-missing, key-invalid */
export function identityFrom(context: AuthorizerContext): Identity {
  const { userId, appId, scopes, endpoints, expiresAt, isOperator } = context;
  const { refusedCode, refusedMessage } = context;
  if (userId === undefined) {
    const kind = refusedCode === errors.keyInvalid.code ? 'keyInvalid' : 'keyMissing';
    throw fail(kind, refusedMessage ?? 'No key was presented');
  }
  return {
    userId,
    scopes: (scopes ?? '').split(' '),
    ...(endpoints ? { endpoints: endpoints.split(' ') } : {}),
    ...(appId ? { appId } : {}),
    ...(expiresAt ? { expiresAt } : {}),
    ...(isOperator === 'true' ? { isOperator: true } : {}),
  };
}
