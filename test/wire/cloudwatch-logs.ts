import { JsonService } from './protocol/json-service.ts';
import type { Loose } from './protocol/wire.ts';
import { WireError } from './protocol/wire.ts';

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
}

/** Log groups, with the events of all their streams in the order of arrival. */
export class FakeCloudWatchLogs extends JsonService {
  /** Events per page of FilterLogEvents; the service's own default is 10,000. */
  pageSize = 10_000;
  readonly #groups = new Map<string, LogEvent[]>();

  constructor() {
    super('logs', 'Logs_20140328');
  }

  /** What a container prints: the group comes into being with the first line. */
  print(group: string, logStreamName: string, ...lines: string[]): void {
    const events = this.#groups.get(group) ?? [];
    for (const message of lines) events.push({ timestamp: events.length, message, logStreamName });
    this.#groups.set(group, events);
  }

  protected operations() {
    return { FilterLogEvents: (input: Loose) => this.#filter(input) };
  }

  #filter({ logGroupName, logStreamNamePrefix, nextToken, limit }: Loose): object {
    const group = this.#groups.get(logGroupName);
    if (!group) {
      throw new WireError('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    if (nextToken !== undefined && !/^next-\d+$/.test(nextToken)) {
      throw new WireError('InvalidParameterException', 'The specified nextToken is invalid.');
    }
    const start = Number(nextToken?.slice('next-'.length) ?? 0);
    const size = Math.min(limit ?? this.pageSize, this.pageSize);
    const found = group.filter((e) => e.logStreamName.startsWith(logStreamNamePrefix ?? ''));
    const end = start + size;
    const next = end < found.length ? { nextToken: `next-${end}` } : {};
    return { events: found.slice(start, end), searchedLogStreams: [], ...next };
  }
}
