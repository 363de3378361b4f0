import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What `cdk` reads; `lib/` names `container/` and `core/` by their place. */
const sources = [
  ...['bin', 'container', 'core', 'lambda', 'lib', 'local', 'net', 'operator'],
  ...['cdk.json', 'deeptune.config.json'],
  ...['package.json', 'package-lock.json', 'tsconfig.json'],
];

/** A command that hangs is a failure, not a wait. */
const maxMilliseconds = 10 * 60_000;

/** The stock CDK command line on a copy of the sources, which a test may change. */
export class Toolkit {
  readonly folder: string;
  readonly #environment: Readonly<Record<string, string>>;

  /** @param folder absent as yet */
  constructor(root: string, folder: string, environment: Readonly<Record<string, string>>) {
    this.folder = folder;
    const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
    this.#environment = { ...environment, PATH: path };
    const filter = (path: string) => !/\/(__pycache__|test)$/.test(path);
    for (const name of sources)
      cpSync(join(root, name), join(folder, name), { recursive: true, filter });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  }

  /** What it says on stdout. @throws Error with its own words */
  async cdk(...args: string[]): Promise<string> {
    const options = {
      cwd: this.folder,
      env: { ...process.env, ...this.#environment },
      maxBuffer: 64 * 1024 * 1024,
      timeout: maxMilliseconds,
    };
    const cdk = join('node_modules', '.bin', 'cdk');
    try {
      return (await run(process.execPath, [cdk, ...args], options)).stdout;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      const words = `${stdout}${stderr}`.trimEnd().slice(-4000);
      throw new Error(`cdk ${args.join(' ')} failed:\n${words}`, { cause: error });
    }
  }

  /** Outputs of the stacks. */
  async deploy(): Promise<Record<string, Record<string, string>>> {
    const outputs = join(this.folder, 'outputs.json');
    const quiet = ['--require-approval', 'never', '--progress', 'events'];
    await this.cdk('deploy', '--all', ...quiet, '--outputs-file', outputs);
    return JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, Record<string, string>>;
  }

  /** Changes a source file of the copy. @throws Error where `before` does not stand in it */
  edit(path: string, before: string, after: string): void {
    const file = join(this.folder, path);
    const text = readFileSync(file, 'utf8');
    if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
    writeFileSync(file, text.replace(before, after));
  }
}
