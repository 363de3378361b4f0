import type { Json, JsonObject } from '../../core/json.ts';
import { fail } from '../../core/errors.ts';
import type { StateMachine } from './asl-definition.ts';
import { invoke, invokeAndWait } from './asl-definition.ts';
import { compile, expressionIn } from './asl-expression.ts';

const machineFields = [
  'Comment',
  'QueryLanguage',
  'StartAt',
  'States',
  'TimeoutSeconds',
  'Version',
];
const common = ['Type', 'Comment', 'QueryLanguage'];
const leaving = [...common, 'Output', 'Assign'];
const stepping = [...leaving, 'Next', 'End'];
const fallible = [...stepping, 'Retry', 'Catch'];

/** Fields that the laptop runs, by state type. */
const stateFields: Readonly<Record<string, readonly string[]>> = {
  Task: [...fallible, 'Resource', 'Arguments', 'TimeoutSeconds'],
  Choice: [...leaving, 'Choices', 'Default'],
  Wait: [...stepping, 'Seconds', 'Timestamp'],
  Pass: stepping,
  Succeed: leaving,
  Fail: [...common, 'Error', 'Cause'],
};

const partFields: Readonly<Record<string, readonly string[]>> = {
  Retry: [
    'ErrorEquals',
    'IntervalSeconds',
    'MaxAttempts',
    'BackoffRate',
    'MaxDelaySeconds',
    'JitterStrategy',
  ],
  Catch: ['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment'],
  Choices: ['Condition', 'Next', 'Output', 'Assign', 'Comment'],
};

/** Functions of Step Functions, or of JSONata, that differ between the two. */
const missingFunctions = /\$(eval|partition|range|hash|now|millis)\s*\(/;

/**
 * Reads a definition and refuses whatever the laptop would run otherwise than Step Functions.
 * @param functions names that a Task may invoke
 * @throws DeeptuneError not-implemented, naming the field: `States.Train.Credentials`
 */
export function checkDefinition(
  definition: JsonObject,
  functions: readonly string[],
): StateMachine {
  if (definition['QueryLanguage'] !== 'JSONata') refuse('QueryLanguage', 'must be JSONata');
  checkMachine(definition, functions);
  return definition as unknown as StateMachine;
}

function checkMachine(machine: JsonObject, functions: readonly string[]): void {
  checkFields(machine, machineFields, '');
  const states = objectAt(machine, 'States', '');
  checkTarget(machine['StartAt'], states, 'StartAt');
  for (const [name, state] of Object.entries(states)) {
    const at = `States.${name}.`;
    if (name.length > 80) refuse(at, 'a state name has at most 80 characters');
    checkState(asObject(state, at), { at, states, functions });
  }
}

interface Place {
  readonly at: string;
  readonly states: JsonObject;
  readonly functions: readonly string[];
}

function checkState(state: JsonObject, place: Place): void {
  const { at } = place;
  const type = String(state['Type']);
  checkFields(
    state,
    stateFields[type] ??
      refuse(`${at}Type`, `${type} is not one of ${Object.keys(stateFields).join(', ')}`),
    at,
  );
  if ((state['QueryLanguage'] ?? 'JSONata') !== 'JSONata')
    refuse(`${at}QueryLanguage`, 'must be JSONata');
  checkNext(state, type, place);
  for (const [field, allowed] of Object.entries(partFields))
    checkParts(state, field, allowed, place);
  if (type === 'Task') checkTask(state, place);
  if (type === 'Wait' && (state['Seconds'] === undefined) === (state['Timestamp'] === undefined)) {
    refuse(`${at}Seconds`, 'give either Seconds or Timestamp');
  }
  checkExpressions(state, at);
}

function checkNext(state: JsonObject, type: string, { at, states }: Place): void {
  if (type === 'Choice') {
    if (state['Default'] !== undefined) checkTarget(state['Default'], states, `${at}Default`);
    if (arrayAt(state, 'Choices', at).length === 0) refuse(`${at}Choices`, 'is empty');
  } else if (type !== 'Succeed' && type !== 'Fail') {
    const isEnd = state['End'] === true;
    if (isEnd === (state['Next'] !== undefined)) refuse(`${at}Next`, 'give either Next or End');
    if (!isEnd) checkTarget(state['Next'], states, `${at}Next`);
  }
}

function checkParts(
  state: JsonObject,
  field: string,
  allowed: readonly string[],
  { at, states }: Place,
): void {
  const parts = arrayAt(state, field, at);
  parts.forEach((part, n) => {
    const path = `${at}${field}[${n}].`;
    const object = asObject(part, path);
    checkFields(object, allowed, path);
    if (field !== 'Retry') checkTarget(object['Next'], states, `${path}Next`);
    if (field === 'Choices') {
      if (object['Condition'] === undefined) refuse(`${path}Condition`, 'is missing');
    } else checkErrorNames(object, path, n === parts.length - 1);
  });
}

function checkErrorNames(part: JsonObject, path: string, isLast: boolean): void {
  const names = arrayAt(part, 'ErrorEquals', path);
  if (names.length === 0) refuse(`${path}ErrorEquals`, 'is empty');
  if (names.includes('States.ALL') && (names.length > 1 || !isLast)) {
    refuse(`${path}ErrorEquals`, 'States.ALL stands alone, and last');
  }
}

function checkTask(state: JsonObject, { at, functions }: Place): void {
  const resource = state['Resource'];
  if (resource !== invoke && resource !== invokeAndWait) {
    refuse(`${at}Resource`, `${String(resource)} is not supported: use ${invoke}`);
  }
  const given = objectAt(state, 'Arguments', at);
  checkFields(given, ['FunctionName', 'Payload'], `${at}Arguments.`);
  const name = given['FunctionName'];
  if (typeof name !== 'string') refuse(`${at}Arguments.FunctionName`, 'is missing');
  else if (expressionIn(name) === undefined && !functions.includes(name)) {
    refuse(`${at}Arguments.FunctionName`, `${name} is not one of ${functions.join(', ')}`);
  }
}

function checkExpressions(value: Json, path: string): void {
  if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) checkExpressions(part, `${path}${name}.`);
  }
  const source = typeof value === 'string' ? expressionIn(value) : undefined;
  if (source === undefined) return;
  const field = path.replace(/\.$/, '');
  const missing = missingFunctions.exec(source)?.[1];
  if (missing) refuse(field, `the function $${missing} is not supported`);
  try {
    compile(source);
  } catch (error) {
    refuse(field, `'${source}' is no JSONata: ${(error as Error).message}`);
  }
}

function checkFields(object: JsonObject, allowed: readonly string[], path: string): void {
  for (const name of Object.keys(object)) {
    if (!allowed.includes(name)) refuse(`${path}${name}`, 'is not supported');
  }
}

function checkTarget(target: Json | undefined, states: JsonObject, path: string): void {
  if (typeof target !== 'string' || !Object.hasOwn(states, target)) {
    refuse(path, `${JSON.stringify(target)} is not a state of this machine`);
  }
}

function objectAt(object: JsonObject, name: string, path: string): JsonObject {
  return asObject(object[name], `${path}${name}`);
}

function asObject(value: Json | undefined, path: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as JsonObject;
  return refuse(path, `is ${JSON.stringify(value)}: give an object`);
}

function arrayAt(object: JsonObject, name: string, path: string): readonly Json[] {
  const value = object[name] ?? [];
  return Array.isArray(value) ? (value as Json[]) : refuse(`${path}${name}`, 'must be an array');
}

function refuse(path: string, problem: string): never {
  throw fail('notImplemented', `The laptop cannot run this workflow: ${path} ${problem}`);
}
