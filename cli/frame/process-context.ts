import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Command } from 'commander';
import type { CommandContext, Input } from './context.ts';
import { CommandFailure, exitStatus, usageFailure } from './failure.ts';
import { formatOf } from './output/format.ts';
import { globalsOf } from './global-options.ts';
import { ensureLaptopHost } from './connection/laptop-host.ts';
import { outputTo } from './output/output.ts';
import { placeOf } from './connection/place.ts';
import type { Place, Surroundings } from './connection/place.ts';
import { openSession } from './connection/session.ts';
import { safeLines } from './output/safe-text.ts';
import { hasColour, styleOf } from './output/stream.ts';
import type { TextStream } from './output/stream.ts';
import { toldLine } from './output/told-line.ts';

/** The streams of a process. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** What a command leaves behind for whoever started it. */
export interface Trail {
  /** Done when the command has ended. */
  readonly ends: (() => Promise<void>)[];
  /** The service that was asked last, and where its key was found. */
  place: Pick<Place, 'url' | 'keyFrom'> | undefined;
}

/** The context of this process. */
export function processContext(
  { stdin, stdout, stderr }: Streams,
  around: Surroundings,
  trail: Trail,
): CommandContext {
  const { ends } = trail;
  const { environment } = around;
  const [out, err] = [textStream(stdout, environment), textStream(stderr, environment)];
  const input = inputOf(stdin, stderr);
  const say = (command: Command, line: string) =>
    globalsOf(command).quiet ? undefined : err.write(`${toldLine(safeLines(line), err)}\n`);
  const atEnd = (task: () => Promise<void>) => void ends.unshift(task);
  return {
    ...around,
    ...{ out, err, input, say, atEnd },
    onInterrupt: (lines) => onInterrupt(lines, err, ends),
    now: () => new Date(),
    wait: async (milliseconds) => void (await pause(milliseconds)),
    output: (command) => outputTo(out, wantedFormat(command, environment)),
    connect: async (command, options = {}) => {
      const globals = globalsOf(command);
      const told = (line: string) => say(command, line);
      if (globals.local) await ensureLaptopHost(globals, around, { say: told, atEnd });
      const place = placeOf(globals, around);
      trail.place = place;
      return openSession(place, { ...options, say: told });
    },
    confirm: async (command, question, left = 'nothing was done') => {
      if (!globalsOf(command).yes) await confirm(question, left, input);
    },
  };
}

/** 128 and the signal's number, as shells say it. */
const interrupted = 130;

function onInterrupt(
  lines: () => readonly string[],
  err: TextStream,
  ends: readonly (() => Promise<void>)[],
): () => void {
  const end = async () => {
    err.write(`${err.isTerminal ? '\r\u001b[K' : ''}${safeLines(lines().join('\n'))}\n`);
    for (const task of ends) await task();
    process.exit(interrupted);
  };
  const listener = () => void end();
  process.once('SIGINT', listener).once('SIGTERM', listener);
  return () => void process.off('SIGINT', listener).off('SIGTERM', listener);
}

function wantedFormat(command: Command, environment: Surroundings['environment']) {
  try {
    return formatOf(globalsOf(command).format, environment);
  } catch (error) {
    throw usageFailure((error as Error).message, 'deeptune … --format json');
  }
}

async function confirm(question: string, left: string, input: Input): Promise<void> {
  if (!input.isTerminal)
    throw usageFailure(`"${question}" cannot be asked here, without a terminal: --yes answers it`);
  const answer = (await input.ask(`${safeLines(question)} [y/N] `)) ?? '';
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new CommandFailure(`Declined: ${left}`, {
    exitStatus: exitStatus.refused,
    code: 'declined',
  });
}

function textStream(
  stream: WriteStream | NodeJS.WriteStream,
  environment: Surroundings['environment'],
): TextStream {
  const isTerminal = stream.isTTY === true;
  return {
    write: (written) => void stream.write(written),
    isTerminal,
    get columns() {
      return stream.columns || 80;
    },
    style: styleOf(hasColour(isTerminal, environment)),
  };
}

function inputOf(stdin: ReadStream | NodeJS.ReadStream, stderr: NodeJS.WriteStream): Input {
  const isTerminal = stdin.isTTY === true;
  return {
    isTerminal,
    readAll: () => text(stdin),
    ask: (question, { isHidden = false } = {}) => {
      // A hidden answer is read, but what the terminal would echo is dropped.
      stderr.write(question);
      const line = createInterface({
        input: stdin,
        ...(isHidden ? {} : { output: stderr }),
        terminal: isTerminal,
        prompt: '',
      });
      return new Promise((resolve) => {
        let answer: string | undefined;
        line.once('line', (text) => {
          answer = text;
          line.close();
        });
        line.once('SIGINT', () => line.close());
        line.once('close', () => {
          if (isHidden || answer === undefined) stderr.write('\n');
          resolve(answer);
        });
      });
    },
  };
}
