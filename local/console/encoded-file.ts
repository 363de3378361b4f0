import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { ConsoleFile } from '../../console/build/build-console.ts';

/** A file of the console, in the encodings that browsers take; made once. */
export interface EncodedFile extends Omit<ConsoleFile, 'contents'> {
  /** Of the contents: the same one for every encoding, which `vary` tells apart. */
  readonly etag: string;
  /** Content coding -> bytes; `identity`: as they are. */
  readonly encodings: Readonly<Record<'br' | 'gzip' | 'identity', Uint8Array>>;
}

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };

export async function encodeFile({ contents, ...file }: ConsoleFile): Promise<EncodedFile> {
  const [br, zipped] = await Promise.all([compress.br(contents), compress.gzip(contents)]);
  const etag = `W/"${createHash('sha256').update(contents).digest('base64url').slice(0, 27)}"`;
  return { ...file, etag, encodings: { br, gzip: zipped, identity: contents } };
}

/**
 * The coding that a client asks for, the smallest first. Codings with `q=0` are refused ones.
 * @param accepted `Accept-Encoding`
 */
export function codingFor(accepted: string | undefined): 'br' | 'gzip' | 'identity' {
  const names = (accepted ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((coding) => names.includes(coding)) ?? 'identity';
}
