import { setTimeout } from 'node:timers/promises';
import { deliver } from '../../core/notification/deliver.ts';
import type { DeliveryRef } from '../../core/notification/delivery-store.ts';
import { dueDeliveries } from '../../core/notification/delivery-store.ts';
import { releaseDeliveries } from '../../core/notification/resume-deliveries.ts';
import type { Dependencies } from '../../core/ports/host.ts';

export interface OutboxSenderOptions {
  readonly deps: () => Pick<Dependencies, 'table' | 'notifier' | 'now' | 'newId' | 'sha256'>;
  readonly onError: (error: unknown) => void;
  /** How often it looks for what is due, milliseconds. */
  readonly every?: number;
}

/** So many are on their way at once: a receiver that is slow holds no other. */
const maxUnderWay = 16;
const closeMilliseconds = 1_000;

/**
 * Sends what is due of the deliveries that stand in the table, whoever wrote them down and
 * whenever: what a killed process left is sent by the next.
 */
export class OutboxSender {
  readonly #options: OutboxSenderOptions;
  readonly #underWay = new Map<string, Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: OutboxSenderOptions) {
    this.#options = options;
  }

  /** Begins: also with what a process that was killed had in its hands. */
  start(): void {
    this.#looking = releaseDeliveries(this.#options.deps()).catch(this.#options.onError);
    this.#timer = setInterval(() => this.wake(), this.#options.every ?? 1_000);
    this.wake();
  }

  /** Looks at once: something was written down. */
  wake(): void {
    if (this.#isClosed) return;
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((error: unknown) => this.#options.onError(error));
  }

  /**
   * Waits a moment for what is on its way; what has no answer by then, and what is left, is sent
   * after the next start.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#looking;
    const all = Promise.all(this.#underWay.values());
    await Promise.race([all, setTimeout(closeMilliseconds, undefined, { ref: false })]);
  }

  async #look(): Promise<void> {
    if (this.#isClosed || this.#underWay.size >= maxUnderWay) return;
    const { table, now } = this.#options.deps();
    const due = await dueDeliveries(table, now(), 2 * maxUnderWay);
    const waiting = due.filter((ref) => !this.#underWay.has(nameOf(ref)));
    for (const ref of waiting.slice(0, maxUnderWay - this.#underWay.size)) this.#send(ref);
  }

  #send(ref: DeliveryRef): void {
    const done = () => this.#underWay.delete(nameOf(ref));
    const sent = deliver(ref, this.#options.deps()).then(
      () => {
        done();
        this.wake();
      },
      (error: unknown) => {
        done();
        // It is still due: the timer finds it, not at once.
        if (!this.#isClosed) this.#options.onError(error);
      },
    );
    this.#underWay.set(nameOf(ref), sent);
  }
}

const nameOf = ({ userId, notificationId, id }: DeliveryRef) =>
  [userId, notificationId, id].join('#');
