import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A whole safetensors file with one tensor of this many bytes, each of them `fill`. */
export function safetensors(bytes: number, fill = 0): Buffer {
  const tensor = { dtype: 'U8', shape: [bytes], data_offsets: [0, bytes] };
  const header = Buffer.from(JSON.stringify({ __metadata__: { format: 'pt' }, weight: tensor }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(bytes, fill)]);
}

/** The least that a base model is made of. */
export const smallModel = {
  'config.json': '{"model_type":"resnet"}',
  'preprocessor_config.json': '{}',
  'model.safetensors': safetensors(100),
};

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'base-model-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
