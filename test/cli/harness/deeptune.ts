import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** How a command of `deeptune` ended, and what it said. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Way {
  /** Where the person stands. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Python with nothing but its own library. */
  readonly python: string;
}

/** A line of a shell, without a terminal. */
export function inPipe(way: Way, line: string, stdin = ''): Promise<Ended> {
  return ended(['bash', '-c', line], way, stdin);
}

/** What a terminal showed. */
export interface Shown {
  readonly status: number;
  readonly output: string;
}

export interface Typed {
  /** What is waited for, and what is typed then. */
  readonly answers?: readonly (readonly [wanted: string, typed: string])[];
  readonly columns?: number;
}

/** A line of a shell, in a terminal of 100 columns. */
export async function inTerminal(way: Way, line: string, typed: Typed = {}): Promise<Shown> {
  const { answers = [], columns = 100 } = typed;
  const asked = { argv: ['bash', '-c', line], columns, seconds: 240, answers };
  const script = join(import.meta.dirname, 'terminal.py');
  const { stdout, stderr } = await ended([way.python, script], way, JSON.stringify(asked));
  if (stdout === '') throw new Error(`The terminal failed: ${stderr}`);
  return JSON.parse(stdout) as Shown;
}

function ended(argv: readonly string[], way: Way, stdin: string): Promise<Ended> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    cwd: way.folder,
    env: way.environment as NodeJS.ProcessEnv,
    stdio: 'pipe',
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that reads nothing may have ended before its input does.
  child.stdin.on('error', () => undefined).end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ status: code ?? (signal === null ? 1 : 128), stdout, stderr }),
    );
  });
}
