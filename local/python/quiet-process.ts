import { spawn } from 'node:child_process';

/**
 * Runs a program to its end without showing what it prints.
 * @param command the program and its arguments
 * @throws Error where it cannot be started or ends with another code than 0: its last words are
 *   the message's end
 */
export function runQuietly(command: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const [program = '', ...rest] = command;
    const child = spawn(program, rest, {
      env: process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => output.push(data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const said = output.join('').trimEnd();
      reject(new Error(`'${command.join(' ')}' failed with exit code ${code}\n${said}`));
    });
  });
}
