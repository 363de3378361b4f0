import type { Attributes } from './dynamo-expressions.ts';
import { invalid } from './dynamo-expressions.ts';
import type { Loose } from '../protocol/wire.ts';

/** Refuses an item that DynamoDB would refuse: keys, size, numbers, nesting. */
export function checkItem(item: Attributes): void {
  for (const name of ['pk', 'sk', 'ipk', 'isk']) {
    const value = item[name]?.S;
    if (item[name] !== undefined && !value) throw invalid(`${name} must be a non-empty string`);
    const longest = name.endsWith('pk') ? 2048 : 1024;
    if (value && Buffer.byteLength(value) > longest) throw invalid(`${name} is too long`);
  }
  if (sizeOf(item) > 400 * 1024) throw invalid('Item size has exceeded the maximum allowed size');
  for (const value of Object.values(item)) checkValue(value, 0);
}

/** Bytes, about as DynamoDB counts them. */
export function sizeOf(item: Attributes): number {
  return Buffer.byteLength(JSON.stringify(item));
}

function checkValue(value: Loose, depth: number): void {
  if (depth > 32) throw invalid('Nesting Levels have exceeded supported limits');
  if (value.N !== undefined) checkNumber(value.N);
  for (const inner of Object.values(value.M ?? value.L ?? {})) checkValue(inner, depth + 1);
}

function checkNumber(text: string): void {
  const size = Math.abs(Number(text));
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+|0+$/g, '');
  const isInRange = size === 0 || (size >= 1e-130 && size < 1e126);
  if (!isInRange || digits.length > 38) throw invalid(`Number overflow or underflow: ${text}`);
}
