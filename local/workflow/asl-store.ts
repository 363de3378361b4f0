import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Execution, ExecutionStatus } from '../../core/ports/workflow.ts';
import { InterruptedError } from './asl-error.ts';

/** Where an execution stands: the state it is in and what that state has done so far. */
export interface Frame {
  readonly state: string;
  readonly input: Json;
  readonly variables: JsonObject;
  /** Milliseconds since 1970, as all times here. */
  readonly enteredAt: number;
  /** Retries so far, one count per retrier of the state. */
  readonly retries: readonly number[];
  /** End of a Wait or of the pause before a retry. */
  readonly pausedUntil?: number;
  readonly task?: TaskProgress;
}

/** The attempt of a Task state that is going on. */
export interface TaskProgress {
  readonly token: string;
  readonly timeoutAt?: number;
  /** The function has returned; only the token is waited for. */
  readonly isInvoked: boolean;
}

/** What was sent for a token. */
export type TaskOutcome =
  { readonly output: Json } | { readonly error: string; readonly cause: string };

/** An execution that is still running, as it was last recorded. */
export interface RunningExecution {
  readonly name: string;
  readonly input: JsonObject;
  readonly startedAt: number;
  readonly historyEvents: number;
  readonly frame: Frame;
  readonly outcome?: TaskOutcome;
}

const schema = `
  CREATE TABLE IF NOT EXISTS executions (
    name TEXT PRIMARY KEY, status TEXT NOT NULL, input TEXT NOT NULL, startedAt INTEGER NOT NULL, endedAt INTEGER,
    output TEXT, error TEXT, cause TEXT, historyEvents INTEGER NOT NULL, frame TEXT, token TEXT, outcome TEXT
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS executionsByToken ON executions (token) WHERE token IS NOT NULL;
`;

/**
 * The executions in their database. Each method is one synchronous statement: it has happened
 * wholly or not at all.
 */
export class ExecutionStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(schema);
  }

  /** False where the name is taken. */
  create(execution: RunningExecution): boolean {
    const { name, input, startedAt, historyEvents, frame } = execution;
    const { changes } = this.#database
      .prepare(
        `INSERT OR IGNORE INTO executions (name, status, input, startedAt, historyEvents, frame)
         VALUES (?, 'RUNNING', ?, ?, ?, ?)`,
      )
      .run(name, JSON.stringify(input), startedAt, historyEvents, JSON.stringify(frame));
    return changes === 1;
  }

  /**
   * Records a new position, and with it that nobody waits for an earlier token. @throws
   * InterruptedError where the execution has ended
   */
  move(name: string, frame: Frame, historyEvents: number): void {
    const { changes } = this.#database
      .prepare(
        `UPDATE executions SET frame = ?, historyEvents = ?, token = ?, outcome = NULL
         WHERE name = ? AND status = 'RUNNING'`,
      )
      .run(JSON.stringify(frame), historyEvents, frame.task?.token ?? null, name);
    if (changes === 0) throw new InterruptedError();
  }

  /**
   * Records that the function of the current task has returned. Leaves alone what was sent for its
   * token meanwhile.
   */
  markInvoked(name: string, frame: Frame): void {
    this.#database
      .prepare(`UPDATE executions SET frame = ? WHERE name = ? AND status = 'RUNNING'`)
      .run(JSON.stringify(frame), name);
  }

  /** True where an execution waits for this token; it no longer does then. */
  settleToken(token: string, outcome: TaskOutcome): boolean {
    const { changes } = this.#database
      .prepare(
        `UPDATE executions SET outcome = ?, token = NULL WHERE token = ? AND status = 'RUNNING'`,
      )
      .run(JSON.stringify(outcome), token);
    return changes === 1;
  }

  /** From now on nobody waits for this token. */
  forgetToken(token: string): void {
    this.#database.prepare('UPDATE executions SET token = NULL WHERE token = ?').run(token);
  }

  /** False where the execution has ended already, or never was. */
  end(execution: Execution & { endedAt: number; historyEvents?: number }): boolean {
    const { name, status, output, error, cause, endedAt, historyEvents } = execution;
    const { changes } = this.#database
      .prepare(
        `UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, endedAt = ?,
         historyEvents = coalesce(?, historyEvents), frame = NULL, token = NULL, outcome = NULL
         WHERE name = ? AND status = 'RUNNING'`,
      )
      .run(
        status,
        output === undefined ? null : JSON.stringify(output),
        error ?? null,
        cause ?? null,
        endedAt,
        historyEvents ?? null,
        name,
      );
    return changes === 1;
  }

  find(name: string): Execution | undefined {
    const row = this.#database.prepare('SELECT * FROM executions WHERE name = ?').get(name);
    if (!row) return undefined;
    return {
      name,
      status: String(row['status']) as ExecutionStatus,
      ...(row['output'] === null ? {} : { output: parse(row['output']) as JsonObject }),
      ...(row['error'] === null ? {} : { error: String(row['error']) }),
      ...(row['cause'] === null ? {} : { cause: String(row['cause']) }),
    };
  }

  /** Events of the history at the last record; undefined for an unknown name. */
  historyEvents(name: string): number | undefined {
    const row = this.#database
      .prepare('SELECT historyEvents FROM executions WHERE name = ?')
      .get(name);
    return row && Number(row['historyEvents']);
  }

  /** All that were running when they were last recorded. */
  running(): RunningExecution[] {
    const rows = this.#database
      .prepare(`SELECT * FROM executions WHERE status = 'RUNNING' ORDER BY startedAt, name`)
      .all();
    return rows.map((row) => ({
      name: String(row['name']),
      input: parse(row['input']) as JsonObject,
      startedAt: Number(row['startedAt']),
      historyEvents: Number(row['historyEvents']),
      frame: parse(row['frame']) as unknown as Frame,
      ...(row['outcome'] === null ? {} : { outcome: parse(row['outcome']) as TaskOutcome }),
    }));
  }
}

function parse(value: SQLOutputValue | undefined): Json {
  return JSON.parse(String(value)) as Json;
}
