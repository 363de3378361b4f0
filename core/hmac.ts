type Sha256Hex = (data: Uint8Array) => string;

const blockBytes = 64;

/**
 * HMAC-SHA256 (RFC 2104) on a host's SHA-256. @param key at most 64 bytes, as all of ours are
 * @returns 32 bytes
 */
export function hmacSha256(key: Uint8Array, message: string, sha256: Sha256Hex): Uint8Array {
  const inner = digest(joined(padded(key, 0x36), new TextEncoder().encode(message)), sha256);
  return digest(joined(padded(key, 0x5c), inner), sha256);
}

function padded(key: Uint8Array, mask: number): Uint8Array {
  const block = new Uint8Array(blockBytes).fill(mask);
  key.forEach((byte, at) => (block[at] = byte ^ mask));
  return block;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

function digest(data: Uint8Array, sha256: Sha256Hex): Uint8Array {
  return bytesFromHex(sha256(data));
}

/** Bytes of an even number of hexadecimal digits. */
export function bytesFromHex(hex: string): Uint8Array {
  const pairs = hex.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
