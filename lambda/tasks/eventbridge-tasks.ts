import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { fail } from '../../core/errors.ts';
import type { Task, Tasks } from '../../core/ports/tasks.ts';
import { taskSource } from '../environment.ts';

export interface EventBridgeTasksOptions {
  readonly client: EventBridgeClient;
  readonly busName: string;
}

/**
 * `Tasks` over the service's own bus: a rule hands each to its function, which is invoked
 * asynchronously, tried again, and kept as a dead letter in the end.
 */
export class EventBridgeTasks implements Tasks {
  readonly #options: EventBridgeTasksOptions;

  constructor(options: EventBridgeTasksOptions) {
    this.#options = options;
  }

  async start({ name, payload }: Task): Promise<void> {
    const reply = await this.#options.client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: this.#options.busName,
            Source: taskSource,
            DetailType: name,
            Detail: JSON.stringify(payload),
          },
        ],
      }),
    );
    if (!reply.FailedEntryCount) return;
    const { ErrorCode, ErrorMessage } = reply.Entries?.[0] ?? {};
    throw fail('internal', `EventBridge did not take task ${name}: ${ErrorCode} ${ErrorMessage}`);
  }
}

/** The task in an event, as a rule hands it to a function. */
export function taskOf(event: {
  readonly 'detail-type': string;
  readonly detail: Task['payload'];
}): Task {
  return { name: event['detail-type'] as Task['name'], payload: event.detail };
}
