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

/** The path of the mask of a region; the mask is named by the SHA-256 of its PNG. */
export const hostedMaskPath = `${hostedPath}/masks/:mask`;

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

/**
 * Address of the mask of a region of an input, as `hostedAddress`.
 * @param of.mask SHA-256 of its PNG
 */
export function hostedMask(
  scope: Scope,
  of: { readonly inputId: string; readonly mask: string },
  origin: string,
): HostedAddress {
  const address = hostedAddress(scope, of.inputId, origin);
  return { ...address, suffix: `${address.suffix}/masks/${of.mask}` };
}

export function hostedUrl({ prefix, suffix }: Pick<HostedAddress, 'prefix' | 'suffix'>): string {
  return `${prefix}/orig/${suffix}`;
}

const hosted = /^https?:\/\/[^/]+\/v2\/users\/[^/]+\/apps\/[^/]+\/hosted\/orig\/inputs\/[^/?#]+$/;

/** Whether a URL has the form of an input's address, of whichever host. */
export function isHostedUrl(url: string): boolean {
  return hosted.test(url);
}
