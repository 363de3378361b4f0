import { dirname, isAbsolute, join, resolve } from 'node:path';
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { z } from 'zod';
import type { JsonObject } from '../../../core/json.ts';
import { readGivenFile } from '../../frame/connection/given-file.ts';
import { CommandFailure, exitStatus } from '../../frame/failure.ts';
import { commandLine } from '../../frame/output/words.ts';
import type { TrainRequest } from '../train-request.ts';
import { checkTraining } from './check-training.ts';
import { jobSchema, knownKeys } from './job-schema.ts';
import type { Job } from './job-schema.ts';

type Path = readonly PropertyKey[];

/** Something that is wrong in a job file. */
export interface JobProblem {
  readonly path: Path;
  readonly message: string;
}

/**
 * Reads a job file. Its paths start from its own folder, so that it says the same wherever one
 * stands.
 * @throws CommandFailure: not there (3), or wrong (2), with the line and what would be right
 */
export function readJobFile(path: string, folder: string): TrainRequest {
  const whole = resolve(folder, path);
  const lines = new LineCounter();
  const document = parseDocument(textOf(path, folder), { lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) throw wrong(path, [yamlProblem(broken)]);
  if (document.contents === null) throw wrong(path, ['it is empty']);
  const parsed = jobSchema.safeParse(valueOf(document, path), { reportInput: true });
  const problems = parsed.success
    ? checkTraining(parsed.data)
    : parsed.error.issues.flatMap(problemsOf);
  if (!parsed.success || problems.length > 0)
    throw wrong(
      path,
      problems.map((each) => `line ${lineOf(document, lines, each.path)}: ${each.message}`),
    );
  return requestOf(parsed.data, dirname(whole));
}

/** Comments and long hyperparameters included, a job file is some kilobytes. */
const maxBytes = 1_000_000;

function textOf(path: string, folder: string): string {
  const next = commandLine('init', './pictures', '--out', path);
  return readGivenFile({ path, folder, name: `The job file '${path}'`, maxBytes, next });
}

/** @throws CommandFailure where aliases stand for much more than was written, or for themselves */
function valueOf(document: Document.Parsed, path: string): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    // What is shown of a wrong value is its JSON.
    JSON.stringify(value);
    return value;
  } catch (error) {
    throw wrong(path, [(error as Error).message.split('\n')[0] ?? 'it cannot be read']);
  }
}

/** `line 30: All mapping items must start at the same column` */
function yamlProblem({ message, linePos }: YAMLError): string {
  const words = (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
  return `${linePos ? `line ${linePos[0].line}: ` : ''}${words}`;
}

function wrong(path: string, messages: readonly string[]): CommandFailure {
  return new CommandFailure(
    `${path} is not a job file that can be trained:\n${messages.join('\n')}`,
    {
      exitStatus: exitStatus.usage,
      code: 'job-file-invalid',
    },
  );
}

/** Words of YAML for what the schema wants. */
const wantedOf: Readonly<Record<string, string>> = {
  object: 'keys with values',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

function problemsOf(issue: z.core.$ZodIssue): JobProblem[] {
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `'${key}' is not known here; wanted: ${(knownKeys[at] ?? []).join(', ')}`,
    }));
  const wanted =
    issue.code === 'invalid_type'
      ? `wanted ${wantedOf[issue.expected] ?? issue.expected}`
      : issue.message;
  const given = issue.input === undefined ? '' : `, but ${JSON.stringify(issue.input)} was given`;
  return [{ path: issue.path, message: `${at === '' ? 'the file' : at}: ${wanted}${given}` }];
}

/** The line of a value, or of the last thing above it that is there; from 1. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown =
      length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const [start] = (isNode(node) ? node.range : undefined) ?? [];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

function requestOf(job: Job, folder: string): TrainRequest {
  const { data, model, type, template, hyperparameters, max_price: maxPrice } = job;
  const { from, dataset, version, encoding, delimiter, columns } = data;
  const isRead = encoding !== undefined || delimiter !== undefined || columns !== undefined;
  const optional = {
    from: from === undefined || isAbsolute(from) ? from : join(folder, from),
    reading: isRead
      ? { ...given({ encoding, delimiter, columns: columns && given(columns) }), hasHeader: true }
      : undefined,
    ...{ dataset, datasetVersion: version, model, type, template },
    maxPriceMicros: maxPrice === undefined ? undefined : Math.round(maxPrice * 1_000_000),
  };
  return {
    ...given(optional),
    params: (hyperparameters ?? {}) as JsonObject,
    update: data.update ?? false,
    skipFailed: data.skip_failed ?? false,
  };
}

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function given<T extends object>(of: T): Given<T> {
  const entries = Object.entries(of).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<T>;
}
