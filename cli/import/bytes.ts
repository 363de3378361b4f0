/* Bytes where there is no Node: what is read here runs in a browser too. */

/** Chunks one behind the other. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The text of bytes in UTF-8; what is none is U+FFFD. A byte order mark stays. */
export function utf8Of(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Whether all of it is UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true });

/** A character for each byte. */
export function latin1Of(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/**
 * The SHA-256 of bytes, or of a text in UTF-8, in hexadecimal digits.
 * @throws Error in a browser whose page was neither read by HTTPS nor from its own machine
 */
export async function sha256(data: Uint8Array | string): Promise<string> {
  const { subtle } = globalThis.crypto as { readonly subtle?: typeof crypto.subtle };
  if (!subtle)
    throw new Error(
      'The browser makes digests only on pages that are read by HTTPS or from this machine (127.0.0.1)',
    );
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const digest = await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
