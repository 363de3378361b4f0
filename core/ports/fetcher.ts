/** What an address answered, or why it was not fetched: a sentence for the person who gave it. */
export type Fetched = { readonly bytes: Uint8Array } | { readonly reason: string };

/** Largest content that an input may bring from outside its request: by URL, or as an upload. */
export const maxContentBytes = 20_000_000;

/** @param reason completes "'…' was not fetched: " */
export function notFetched(url: string, reason: string): Fetched {
  const shown = url.length > 200 ? `${url.slice(0, 200)}…` : url;
  return { reason: `'${shown}' was not fetched: ${reason}` };
}

/**
 * Fetches what callers name by URL. The address comes from a stranger: an adapter fetches from
 * allowed hosts only, never from an address that is not public, and bounds size and time.
 */
export interface Fetcher {
  /**
   * Never throws for what a URL or the network does; that is a reason.
   * @param until when to give up at the latest, ISO 8601 UTC
   */
  fetch(url: string, until: string): Promise<Fetched>;
}
