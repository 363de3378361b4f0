import type { Command } from 'commander';
import type { Output } from './output/output.ts';
import type { Session, SessionOptions } from './connection/session.ts';
import type { Surroundings } from './connection/place.ts';
import type { TextStream } from './output/stream.ts';

/** What a person answers on. */
export interface Input {
  readonly isTerminal: boolean;
  /** One line, without its end; undefined at the end of the input. @param question on stderr */
  readonly ask: (
    question: string,
    options?: { readonly isHidden?: boolean },
  ) => Promise<string | undefined>;
  /** All of it, where it is no terminal. */
  readonly readAll: () => Promise<string>;
}

/**
 * What a command has of the world. Results go to `out` through `output`, words for people to
 * `err` through `say`.
 */
export interface CommandContext extends Surroundings {
  readonly out: TextStream;
  readonly err: TextStream;
  readonly input: Input;
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;

  /**
   * The service, its key and its app, by the command's flags, profile and environment; started
   * where `--local` asks for it.
   * @throws CommandFailure
   */
  connect(command: Command, options?: Pick<SessionOptions, 'app'>): Promise<Session>;
  /** Where results go, in the format that was asked for. @throws CommandFailure (2) */
  output(command: Command): Output;
  /** A line for people, on stderr; not with `--quiet`. */
  say(command: Command, line: string): void;
  /**
   * Asks before something is spent or lost; `--yes` answers.
   * @param question without its `[y/N]` @param left what stays as it is where it is declined
   * @throws CommandFailure: declined (1), or nobody can be asked (2), which names `--yes`
   */
  confirm(command: Command, question: string, left?: string): Promise<void>;
  /**
   * What Ctrl-C says before it ends the command with 130. @returns takes it back
   */
  onInterrupt(lines: () => readonly string[]): () => void;
  /** Done when the command ends, however it ends: last things first. */
  atEnd(task: () => Promise<void>): void;
}
