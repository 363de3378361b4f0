import jsonata from 'jsonata';
import type { Json, JsonObject } from '../../core/json.ts';
import { StateError } from './asl-error.ts';

/** What an expression sees: the variables by their names, and `$states`. */
export interface Bindings {
  readonly variables: JsonObject;
  readonly states: JsonObject;
  readonly functions: Readonly<Record<string, (...values: never[]) => unknown>>;
}

const compiled = new Map<string, jsonata.Expression>();

/** The JSONata inside `{% … %}`; undefined for any other string, which is meant literally. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') ? text.slice(2, -2).trim() : undefined;
}

/** Reads an expression. @throws Error with JSONata's own message */
export function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known) return known;
  const expression = jsonata(source);
  compiled.set(source, expression);
  return expression;
}

/**
 * Evaluates every `{% … %}` in a piece of definition.
 * @throws StateError States.QueryEvaluationError where one fails, or has no JSON value as its
 *   result
 */
export async function evaluate(template: Json, bindings: Bindings): Promise<Json> {
  if (typeof template === 'string') {
    const source = expressionIn(template);
    return source === undefined ? template : evaluateExpression(source, bindings);
  }
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) {
    return Promise.all((template as Json[]).map((part) => evaluate(part, bindings)));
  }
  const entries = Object.entries(template).map(
    async ([name, part]) => [name, await evaluate(part, bindings)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** As `evaluate`, for a field that must be a number of seconds from 0. */
export async function evaluateSeconds(template: Json, bindings: Bindings): Promise<number> {
  const seconds = await evaluate(template, bindings);
  if (typeof seconds === 'number' && seconds >= 0) return seconds;
  throw badQuery(String(template), `gives ${JSON.stringify(seconds)}, not a number of seconds`);
}

async function evaluateExpression(source: string, bindings: Bindings): Promise<Json> {
  const { variables, states, functions } = bindings;
  let result: unknown;
  try {
    result = await compile(source).evaluate(undefined, { ...functions, ...variables, states });
  } catch (error) {
    throw badQuery(source, (error as Error).message);
  }
  return asJson(source, result);
}

function asJson(source: string, result: unknown): Json {
  if (result === undefined) throw badQuery(source, 'has no result: it is undefined');
  const text: string | undefined = JSON.stringify(result, (_name, value: unknown) => {
    const isNoJson = typeof value === 'function' || (typeof value === 'number' && !isFinite(value));
    if (isNoJson) throw badQuery(source, `gives ${String(value)}, which is no JSON`);
    return value;
  });
  // Through text and back: JSONata's sequences and the caller's objects must not leak into the
  // state.
  return JSON.parse(text) as Json;
}

/** The error of an expression that cannot be used. */
export function badQuery(source: string, problem: string): StateError {
  return new StateError(
    'States.QueryEvaluationError',
    `The JSONata expression '${source}' ${problem}`,
  );
}
