/**
 * Bytes of a base64 text, standard or URL-safe alphabet, padded or not; undefined where it is not
 * base64 or stands for nothing.
 */
export function bytesFromBase64(text: string): Uint8Array | undefined {
  if (text === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}

/** The reverse, in the standard alphabet, padded. */
export function base64FromBytes(bytes: Uint8Array): string {
  let text = '';
  // A call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
