import type { Scope } from '../../records/keys.ts';

/**
 * Where the picture or the text of an input is read back, in Clarifai's form: the address is
 * `{prefix}/orig/{suffix}`. It works for every key that may read the input, as long as the input is
 * there; `crossorigin` says that the key has to come along.
 */
export interface HostedAddress {
  readonly prefix: string;
  readonly suffix: string;
  /** As it was sent: pictures are not resized. */
  readonly sizes: readonly ['orig'];
  readonly crossorigin: 'use-credentials';
}

/** The path of these addresses; the application serves it. */
export const hostedPath = '/v2/users/:user_id/apps/:app_id/hosted/orig/inputs/:input_id';

/** @param origin where the caller reached the API: `https://api.example.com` */
export function hostedAddress(
  { userId, appId }: Scope,
  inputId: string,
  origin: string,
): HostedAddress {
  return {
    prefix: `${origin}/v2/users/${encodeURIComponent(userId)}/apps/${appId}/hosted`,
    suffix: `inputs/${inputId}`,
    sizes: ['orig'],
    crossorigin: 'use-credentials',
  };
}

export function hostedUrl({ prefix, suffix }: Pick<HostedAddress, 'prefix' | 'suffix'>): string {
  return `${prefix}/orig/${suffix}`;
}
