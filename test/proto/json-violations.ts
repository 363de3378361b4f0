import protobuf from 'protobufjs';

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isInteger: Check = (value) => Number.isInteger(value);
const isInt64: Check = (value) =>
  isInteger(value) || (isString(value) && /^-?\d+$/.test(value as string));
const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isBase64: Check = (value) =>
  isString(value) && /^[A-Za-z0-9+/]*={0,2}$/.test(value as string);

const scalars: Readonly<Record<string, Check>> = {
  string: isString,
  bool: (value) => typeof value === 'boolean',
  bytes: isBase64,
  float: isNumber,
  double: isNumber,
  int32: isInteger,
  uint32: (value) => isInteger(value) && (value as number) >= 0,
  int64: isInt64,
  uint64: (value) => isInt64(value) && Number(value) >= 0,
};

/** Messages that proto3 JSON writes in a form of their own. */
const wellKnown: Readonly<Record<string, Check>> = {
  '.google.protobuf.Timestamp': (value) =>
    isString(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value as string),
  '.google.protobuf.Duration': (value) =>
    isString(value) && /^-?\d+(\.\d{1,9})?s$/.test(value as string),
  '.google.protobuf.Struct': isObject,
  '.google.protobuf.Value': () => true,
  '.google.protobuf.ListValue': Array.isArray,
  '.google.protobuf.UInt64Value': scalars['uint64'] as Check,
  '.google.protobuf.BoolValue': scalars['bool'] as Check,
  '.google.protobuf.StringValue': isString,
};

/**
 * What is wrong with a JSON value as proto3 JSON of this message, with original field names: unknown fields and ill-typed values, each with its
 * path; none where a strict parser takes it.
 */
export function violationsOf(type: protobuf.Type, value: unknown, path = ''): string[] {
  const known = wellKnown[type.fullName];
  if (known) return known(value) ? [] : [`${path}: ${shown(value)} is no ${type.fullName}`];
  if (!isObject(value)) return [`${path}: ${shown(value)} is no ${type.fullName}`];
  return Object.entries(value as object).flatMap(([name, each]) => {
    const field = type.fields[name];
    const at = path === '' ? name : `${path}.${name}`;
    return field ? fieldViolations(field, each, at) : [`${at}: ${type.name} has no such field`];
  });
}

function fieldViolations(field: protobuf.Field, value: unknown, path: string): string[] {
  if (field instanceof protobuf.MapField) {
    if (!isObject(value)) return [`${path}: ${shown(value)} is no map`];
    return Object.entries(value as object).flatMap(([key, each]) =>
      single(field, each, `${path}.${key}`),
    );
  }
  if (!field.repeated) return single(field, value, path);
  if (!Array.isArray(value)) return [`${path}: ${shown(value)} is no list`];
  return value.flatMap((each, index) => single(field, each, `${path}[${index}]`));
}

function single(field: protobuf.Field, value: unknown, path: string): string[] {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Type) return violationsOf(resolvedType, value, path);
  const isRight =
    resolvedType instanceof protobuf.Enum
      ? (value as string) in resolvedType.values || (value as number) in resolvedType.valuesById
      : scalars[field.type]?.(value);
  return isRight ? [] : [`${path}: ${shown(value)} is no ${field.type}`];
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? 'undefined';
}
