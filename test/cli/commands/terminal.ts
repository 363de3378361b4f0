import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../../client/client.ts';
import { CommanderError } from 'commander';
import { deeptuneProgram } from '../../../cli/deeptune.ts';
import type { CommandContext } from '../../../cli/frame/context.ts';
import { failureOf, usageFailure } from '../../../cli/frame/failure.ts';
import { formatOf } from '../../../cli/frame/output/format.ts';
import { globalsOf } from '../../../cli/frame/global-options.ts';
import { outputTo } from '../../../cli/frame/output/output.ts';
import { styleOf } from '../../../cli/frame/output/stream.ts';

/** What a command wrote, and what it ended with. */
export interface Ended {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

/** What a command finds around it. */
export interface TerminalOptions {
  /** Of stdin; without: nothing is there. */
  readonly input?: string;
}

/** Runs `deeptune` on a client, without a process: streams are texts, nobody can be asked. */
export class Terminal {
  /** Where the person stands. */
  readonly folder = mkdtempSync(join(tmpdir(), 'deeptune-terminal-'));
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async run(args: readonly string[], { input = '' }: TerminalOptions = {}): Promise<Ended> {
    const [out, err] = [[] as string[], [] as string[]];
    const program = deeptuneProgram(this.#context({ out, err, input }), []);
    for (const command of [
      program,
      ...program.commands,
      ...program.commands.flatMap((c) => c.commands),
    ])
      command.exitOverride().configureOutput({
        writeOut: (text) => out.push(text),
        writeErr: (text) => err.push(text),
      });
    const ended = (status: number) => ({ out: out.join(''), err: err.join(''), status });
    try {
      await program.parseAsync([...args], { from: 'user' });
      return ended(0);
    } catch (error) {
      if (error instanceof CommanderError) return ended(error.exitCode === 0 ? 0 : 2);
      const failure = failureOf(error, 'http://service');
      err.push([failure.message, ...failure.next].join('\n'));
      return ended(failure.exitStatus);
    }
  }

  #context({
    out,
    err,
    input,
  }: {
    readonly out: string[];
    readonly err: string[];
    readonly input: string;
  }): CommandContext {
    const stream = (lines: string[]) => ({
      write: (text: string) => void lines.push(text),
      isTerminal: false,
      columns: 80,
      style: styleOf(false),
    });
    const [stdout, stderr] = [stream(out), stream(err)];
    const environment = {};
    return {
      ...{ environment, folder: this.folder, root: this.folder, out: stdout, err: stderr },
      input: {
        isTerminal: false,
        ask: () => Promise.resolve(undefined),
        readAll: () => Promise.resolve(input),
      },
      now: () => new Date('2026-11-29T12:00:00Z'),
      wait: () => new Promise((resolve) => setTimeout(resolve, 1)),
      connect: () =>
        Promise.resolve({
          client: this.#client,
          url: 'http://service',
          user: 'tester',
          app: 'lab',
          keyFrom: 'a test',
        }),
      output: (command) => outputTo(stdout, formatOf(globalsOf(command).format, environment)),
      say: (command, line) => {
        if (!globalsOf(command).quiet) stderr.write(`${line}\n`);
      },
      confirm: (command, question) =>
        globalsOf(command).yes
          ? Promise.resolve()
          : Promise.reject(usageFailure(`"${question}" cannot be asked here: --yes answers it`)),
      onInterrupt: () => () => undefined,
      atEnd: () => undefined,
    };
  }
}
