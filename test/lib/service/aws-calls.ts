import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** `s3 PutObject`, and the file that sends it. */
export interface AwsCall {
  readonly call: string;
  readonly file: string;
}

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Every call that the code of a folder can send: commands and paginators, by the client package
 * they come from.
 */
export function callsIn(folder: string): readonly AwsCall[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => callsOf(readFileSync(join(root, folder, file), 'utf8'), file));
}

const imports = /import \{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g;

function callsOf(source: string, file: string): AwsCall[] {
  return [...source.matchAll(imports)].flatMap(([, names = '', service]) =>
    names
      .split(',')
      .map((name) => operationOf(name.trim()))
      .filter((operation) => operation !== undefined)
      .map((operation) => ({ call: `${service} ${operation}`, file })),
  );
}

/** Undefined for what sends nothing: clients, errors. */
function operationOf(name: string): string | undefined {
  return /^(\w+)Command$/.exec(name)?.[1] ?? /^paginate(\w+)$/.exec(name)?.[1];
}

export interface CallRow {
  readonly call: string;
  readonly files: readonly string[];
  readonly permission: string;
  readonly faults: string;
}

/** The rows of the table under a heading of docs/aws-calls.md. */
export function tableUnder(heading: string): readonly CallRow[] {
  const text = readFileSync(join(root, 'docs/aws-calls.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).flatMap((line) => {
    const [call = '', files = '', permission = '', , faults = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return /^[-: ]+$/.test(call) ? [] : [{ call, files: files.split(', '), permission, faults }];
  });
}
