import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { JsonObject } from '../../core/json.ts';
import { fail } from '../../core/errors.ts';
import type { Schedule, ScheduleFiring, Schedules } from '../../core/ports/schedules.ts';
import type { Sleep } from '../workflow/asl-timer.ts';
import { WallTimer } from '../workflow/asl-timer.ts';
import { lastSlot, nextSlot } from '../../core/job/schedule/next-slot.ts';
import { parseExpression } from '../../core/job/schedule/schedule-expression.ts';
import { databaseOf } from '../table/sqlite-database.ts';
import { isTimezone } from '../../core/job/schedule/zoned-time.ts';

/** What `CronSchedules` needs to know. */
export interface CronSchedulesOptions {
  /** Path of the database file, or an open database that stays the caller's to close. */
  readonly store: string | DatabaseSync;
  /** The present instant, ISO 8601 UTC. */
  readonly now: () => string;
  /** Receives each firing, at least once; again after a pause while it throws, for an hour. */
  readonly fire: (firing: ScheduleFiring) => Promise<void>;
  /** Told of each firing that threw. */
  readonly onError?: (error: unknown) => void;
  /** For tests: how to wait. */
  readonly sleep?: Sleep;
}

const schema = `
  CREATE TABLE IF NOT EXISTS schedules (
    name TEXT PRIMARY KEY, expression TEXT NOT NULL, timezone TEXT NOT NULL, payload TEXT NOT NULL,
    createdAt INTEGER NOT NULL, firedSlot INTEGER
  ) STRICT;
`;

/** How long a slot is tried: as on AWS. */
const maxTryingMilliseconds = 3_600_000;

/** Further ahead, an instant that was written down was taken from a clock that was wrong. */
const maxAheadMilliseconds = 24 * 3_600_000;

interface Row {
  readonly schedule: Schedule;
  readonly createdAt: number;
  /** The last slot that was taken, or the creation. */
  readonly doneUntil: number;
}

/**
 * `Schedules` kept in SQLite and fired by this process. A slot is recorded once its firing was
 * taken, so a crash in between fires it again, with the same `scheduledAt`. Of the slots missed
 * while nothing ran, the last one fires, once.
 */
export class CronSchedules implements Schedules {
  readonly #options: CronSchedulesOptions;
  readonly #database: DatabaseSync;
  readonly #closeDatabase: () => void;
  readonly #timer: WallTimer;
  readonly #armed = new Map<string, AbortController>();

  /** Fires nothing until `resume` or `put`. */
  constructor(options: CronSchedulesOptions) {
    const { database, owned } = databaseOf(options.store);
    this.#options = options;
    this.#database = database;
    this.#closeDatabase = owned ? () => database.close() : () => undefined;
    this.#timer = new WallTimer(options.now, options.sleep);
    database.exec(schema);
  }

  async put(schedule: Schedule): Promise<void> {
    const { name, expression, timezone, payload } = schedule;
    parseExpression(expression);
    if (!isTimezone(timezone)) {
      throw fail(
        'invalidRequest',
        `${JSON.stringify(timezone)} is not a valid time zone, such as Europe/Berlin`,
      );
    }
    // The same slots as before are not counted anew; other ones begin now.
    this.#database
      .prepare(
        `INSERT INTO schedules (name, expression, timezone, payload, createdAt) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET payload = excluded.payload,
           createdAt = iif(expression = excluded.expression AND timezone = excluded.timezone, createdAt, excluded.createdAt),
           firedSlot = iif(expression = excluded.expression AND timezone = excluded.timezone, firedSlot, NULL),
           expression = excluded.expression, timezone = excluded.timezone`,
      )
      .run(name, expression, timezone, JSON.stringify(payload), this.#timer.now());
    this.#arm(name);
  }

  async delete(name: string): Promise<void> {
    this.#disarm(name);
    this.#database.prepare('DELETE FROM schedules WHERE name = ?').run(name);
  }

  async list(prefix: string): Promise<readonly Schedule[]> {
    const rows = this.#database.prepare('SELECT * FROM schedules ORDER BY name').all();
    return rows.map((row) => rowOf(row).schedule).filter(({ name }) => name.startsWith(prefix));
  }

  /** Takes up the schedules of an earlier process. Call once, after construction. */
  async resume(): Promise<void> {
    for (const { name } of await this.list('')) {
      if (!this.#armed.has(name)) this.#arm(name);
    }
  }

  /** Fires nothing more. */
  close(): void {
    for (const name of [...this.#armed.keys()]) this.#disarm(name);
    this.#closeDatabase();
  }

  #arm(name: string): void {
    this.#disarm(name);
    const controller = new AbortController();
    this.#armed.set(name, controller);
    void this.#run(name, controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) this.#options.onError?.(error);
    });
  }

  #disarm(name: string): void {
    this.#armed.get(name)?.abort();
    this.#armed.delete(name);
  }

  async #run(name: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const row = this.#read(name);
      const slot = row && slotOf(row, this.#timer.now());
      if (!row || slot === undefined) return;
      if (!(await this.#reaches(slot, signal))) continue;
      // Time may have jumped over several slots meanwhile: the last of them is the one.
      await this.#fire(row.schedule, slotOf(row, this.#timer.now()) ?? slot, signal);
    }
  }

  /**
   * What was written down while the clock was years ahead keeps nothing from firing until then: it
   * counts from now. A clock that is put back by less than a day repeats no slot.
   */
  #correct(name: string): void {
    const now = this.#timer.now();
    this.#database
      .prepare(
        `UPDATE schedules SET createdAt = min(createdAt, $now), firedSlot = $now
         WHERE name = $name AND max(createdAt, ifnull(firedSlot, 0)) > $latest`,
      )
      .run({ $name: name, $now: now, $latest: now + maxAheadMilliseconds });
  }

  /** @returns false as soon as the clock is put back: another slot may be next then */
  async #reaches(slot: number, signal: AbortSignal): Promise<boolean> {
    for (let now = this.#timer.now(); now < slot;) {
      await this.#timer.toward(slot, signal);
      if (this.#timer.now() < now) return false;
      now = this.#timer.now();
    }
    return true;
  }

  async #fire({ name, payload }: Schedule, slot: number, signal: AbortSignal): Promise<void> {
    const firing = { name, scheduledAt: new Date(slot).toISOString(), payload };
    const giveUpAt = this.#timer.now() + maxTryingMilliseconds;
    for (let pause = 1_000; ; pause = Math.min(2 * pause, 60_000)) {
      try {
        await this.#options.fire(firing);
        break;
      } catch (error) {
        this.#options.onError?.(error);
        if (this.#timer.now() >= giveUpAt) break;
        await this.#timer.until(this.#timer.now() + pause, signal);
      }
    }
    if (signal.aborted) return;
    this.#database.prepare('UPDATE schedules SET firedSlot = ? WHERE name = ?').run(slot, name);
  }

  #read(name: string): Row | undefined {
    this.#correct(name);
    const row = this.#database.prepare('SELECT * FROM schedules WHERE name = ?').get(name);
    return row && rowOf(row);
  }
}

/** The slot to fire next: of those that are due, the last; else the first to come. */
function slotOf({ schedule, createdAt, doneUntil }: Row, now: number): number | undefined {
  const recurrence = { ...schedule, createdAt };
  return lastSlot(recurrence, doneUntil, now) ?? nextSlot(recurrence, Math.max(doneUntil, now));
}

function rowOf(row: Record<string, SQLOutputValue>): Row {
  const createdAt = Number(row['createdAt']);
  const schedule = {
    name: String(row['name']),
    expression: String(row['expression']),
    timezone: String(row['timezone']),
    payload: JSON.parse(String(row['payload'])) as JsonObject,
  };
  return {
    schedule,
    createdAt,
    doneUntil: row['firedSlot'] === null ? createdAt : Number(row['firedSlot']),
  };
}
