import type { z } from 'zod';
import { nearName } from '../http/unread/near-name.ts';
import { OpenAiError } from './open-ai-error.ts';

/** What is wrong with a value: where, with what stands there, and what would be right. */
export interface Wrong {
  /** `messages.0.role`; '' for the whole. */
  readonly path: string;
  readonly code:
    'invalid_value' | 'unsupported_parameter' | 'unsupported_value' | 'unknown_parameter';
  /** A sentence without the path. */
  readonly reason: string;
}

/** Characters of a value that are shown of it. */
const maxShown = 80;

/** The value as the schema reads it, or the first thing that is wrong with it. */
export function read<T extends z.ZodType>(
  schema: T,
  value: unknown,
): { readonly data: z.infer<T> } | { readonly wrong: Wrong } {
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data };
  return { wrong: wrongOf(deepest(result.error.issues), value, fieldsOf(schema)) };
}

/** @throws OpenAiError 400 that names the field, with the value received */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = read(schema, value);
  if ('data' in result) return result.data;
  const { path, code, reason } = result.wrong;
  const message = code === 'unknown_parameter' ? reason : `${path || 'The body'}: ${reason}`;
  throw new OpenAiError({ httpStatus: 400, code, param: path }, message);
}

type Issue = z.core.$ZodIssue;

/**
 * The issue that tells most: what was asked for and is not served before what is missing; of
 * alternatives, that of the one which fits the value best, which is where reading got furthest.
 */
function deepest(issues: readonly Issue[]): Issue | undefined {
  const first = issues.find((issue) => refusalCode(issue) !== undefined) ?? issues[0];
  if (first?.code !== 'invalid_union') return first;
  const inner = first.errors
    .map((each) => deepest(each))
    .filter((each) => each !== undefined)
    .toSorted((a, b) => b.path.length - a.path.length);
  const [best, next] = inner;
  const fitsBest = best && best.path.length > (next?.path.length ?? 0);
  const ownWords = fitsBest ? best : inner.find(({ code }) => code === 'custom');
  return ownWords ? { ...ownWords, path: [...first.path, ...ownWords.path] } : first;
}

/** The code that a schema gave its own issue. */
function refusalCode(issue: Issue): Wrong['code'] | undefined {
  return issue.code === 'custom'
    ? (issue.params?.['code'] as Wrong['code'] | undefined)
    : undefined;
}

/** @param known the fields of the whole, for who wrote one of them otherwise */
function wrongOf(issue: Issue | undefined, value: unknown, known: readonly string[]): Wrong {
  if (!issue) return { path: '', code: 'invalid_value', reason: 'invalid' };
  if (issue.code === 'unrecognized_keys') {
    return unknownField(issue, issue.path.length === 0 ? known : []);
  }
  const path = issue.path.map(String);
  const code = refusalCode(issue) ?? 'invalid_value';
  const found = valueAt(value, issue.path);
  const reason = `${issue.message}; received ${shown(found)}`;
  return { path: path.join('.'), code, reason };
}

function unknownField(
  { path, keys }: Issue & { code: 'unrecognized_keys' },
  known: readonly string[],
): Wrong {
  const name = keys[0] ?? '';
  const full = [...path, name].map(String).join('.');
  const more = keys.length > 1 ? `, and ${keys.slice(1, 6).join(', ')}` : '';
  const near = nearName(name, known);
  const meant = near === undefined ? '' : `. Did you mean '${near}'?`;
  const reason = `Unrecognized request argument supplied: ${full}${more}${meant}`;
  return { path: full, code: 'unknown_parameter', reason };
}

/** The fields of a schema's object, where it is one. */
function fieldsOf(schema: z.ZodType): string[] {
  return 'shape' in schema ? Object.keys(schema.shape as object) : [];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (at as Record<PropertyKey, unknown> | null)?.[name],
    value,
  );
}

/** A value as JSON, shortened. */
export function shown(value: unknown): string {
  const text = (JSON.stringify(value) ?? 'nothing').toWellFormed();
  return text.length <= maxShown ? text : `${text.slice(0, maxShown)}… (${text.length} characters)`;
}
