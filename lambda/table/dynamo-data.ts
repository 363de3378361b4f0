import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Json, JsonObject } from '../../core/json.ts';
import { fail } from '../../core/errors.ts';

/** DynamoDB nests 32 levels; `data` itself is the first. */
const deepest = 32;
/**
 * A DynamoDB item holds 400 KB; the rest is room for keys and for DynamoDB's own bytes per value.
 */
const maxBytes = 380 * 1024;
/** Range of DynamoDB's numbers, narrower than that of a double. */
const minNumber = 1e-130;
const tooLarge = 1e126;

/**
 * `data` of an item as one DynamoDB map. Every double inside DynamoDB's range comes back as the
 * same double.
 * @throws DeeptuneError invalid-request where DynamoDB could not hold it: said here, because its
 *   own refusal would look like our fault
 */
export function toAttribute(data: JsonObject): AttributeValue {
  check(data, 1);
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > maxBytes) refuse(`${bytes} bytes are more than the ${maxBytes} of one item`);
  return mapOf(data);
}

/**
 * Not the SDK's `marshall`: it tells what a value is by its `constructor`, which metadata may have
 * as a field.
 */
function attributeOf(value: Json): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'number') return { N: String(value) };
  return Array.isArray(value)
    ? { L: value.filter(isThere).map(attributeOf) }
    : mapOf(value as JsonObject);
}

function mapOf(object: Readonly<Record<string, Json | undefined>>): AttributeValue {
  const members = Object.entries(object).flatMap(([name, value]) =>
    isThere(value) ? [[name, attributeOf(value)]] : [],
  );
  return { M: Object.fromEntries(members) as Record<string, AttributeValue> };
}

const isThere = (value: Json | undefined): value is Json => value !== undefined;

/** The reverse of `toAttribute`. */
export function fromAttribute(attribute: AttributeValue | undefined): JsonObject {
  return unmarshall(attribute?.M ?? {}, { wrapNumbers: Number }) as JsonObject;
}

function check(value: Json | undefined, depth: number): void {
  if (typeof value === 'number') return checkNumber(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) refuse(`it is nested more than ${deepest} levels deep`);
  for (const [name, inner] of Object.entries(value)) {
    // Assigning it would set the prototype of what is read back, and lose the value.
    if (name === '__proto__') refuse('"__proto__" is not a name');
    check(inner, depth + 1);
  }
}

function checkNumber(value: number): void {
  const size = Math.abs(value);
  if (size !== 0 && !(size >= minNumber && size < tooLarge)) {
    refuse(`the number ${value} lies outside 1e-130 … 1e126`);
  }
}

function refuse(reason: string): never {
  throw fail('invalidRequest', `This cannot be stored: ${reason}.`);
}
