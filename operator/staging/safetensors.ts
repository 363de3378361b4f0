import { open } from 'node:fs/promises';
import { fail } from '../../core/errors.ts';

/** Longest header that the format's own reader takes. */
const maxHeaderLength = 100_000_000;

/**
 * Refuses a file that is not whole: a download that broke off, a placeholder of Git LFS, something
 * else under this name. Reads the header only.
 * @param size bytes
 * @throws DeeptuneError base-model-invalid
 */
export async function checkSafetensors(path: string, size: number): Promise<void> {
  const end = await endOf(path, size);
  if (end === size) return;
  const what = end === undefined ? 'has no safetensors header' : `should have ${end} bytes`;
  throw fail('baseModelInvalid', `${path} has ${size} bytes and ${what}; download it again`);
}

/** Where the header says that the last tensor ends; undefined for anything that is no header. */
async function endOf(path: string, size: number): Promise<number | undefined> {
  const file = await open(path);
  try {
    const { buffer: prefix } = await file.read(Buffer.alloc(8), { position: 0 });
    const length = Number(prefix.readBigUInt64LE());
    if (length > Math.min(maxHeaderLength, size - 8)) return undefined;
    const { buffer } = await file.read(Buffer.alloc(length), { position: 8 });
    return 8 + length + lastOffset(buffer.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

function lastOffset(header: string): number {
  const tensors = JSON.parse(header) as Record<string, { data_offsets?: [number, number] }>;
  const ends = Object.values(tensors).map(({ data_offsets }) => data_offsets?.[1] ?? 0);
  return Math.max(0, ...ends);
}
