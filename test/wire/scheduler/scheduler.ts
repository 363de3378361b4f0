import { checkExpression, checkTimezone } from './schedule-expression.ts';
import type { FakeService, Loose, WireReply, WireRequest } from '../protocol/wire.ts';
import { jsonOf, jsonRefusal, jsonReply, queryOf, WireError } from '../protocol/wire.ts';

const operations: Readonly<Record<string, string>> = {
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  DELETE: 'DeleteSchedule',
};

/** EventBridge Scheduler: schedules in groups of any name. It fires only when a test says so. */
export class FakeScheduler implements FakeService {
  readonly name = 'scheduler';
  /** Schedules per page of ListSchedules. */
  pageSize = 100;
  readonly #now: () => number;
  readonly #schedules = new Map<string, Loose>();
  readonly #tokens = new Set<string>();

  constructor(now: () => number) {
    this.#now = now;
  }

  owns(request: WireRequest): boolean {
    return request.hostname.startsWith('scheduler.');
  }

  operation(request: WireRequest): string {
    const isList = request.method === 'GET' && request.path === '/schedules';
    return isList ? 'ListSchedules' : (operations[request.method] ?? 'GetSchedule');
  }

  /** What the target of a schedule receives for a slot. */
  fire(group: string, name: string, scheduledAt: string): Loose {
    const target = this.#existing(`${group}/${name}`).Target;
    return JSON.parse(target.Input.replaceAll('<aws.scheduler.scheduled-time>', scheduledAt));
  }

  dump(): readonly Loose[] {
    return [...this.#schedules.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  perform(operation: string, request: WireRequest): WireReply {
    if (operation === 'ListSchedules') return jsonReply(this.#list(request));
    const name = decodeURIComponent(request.path.split('/')[2] ?? '');
    const body = request.method === 'POST' || request.method === 'PUT' ? jsonOf(request) : {};
    const group = body.GroupName ?? queryOf(request, 'groupName') ?? 'default';
    const at = `${group}/${name}`;
    const token = body.ClientToken ?? queryOf(request, 'clientToken');
    if (operation === 'GetSchedule') return jsonReply(this.#existing(at));
    // A repetition with the same token is answered like the first and does nothing.
    if (token && this.#tokens.has(token)) return jsonReply({ ScheduleArn: at });
    this.#change(operation, at, { ...body, Name: name, GroupName: group });
    if (token) this.#tokens.add(token);
    return jsonReply({ ScheduleArn: at });
  }

  refuse(error: WireError): WireReply {
    const reply = jsonRefusal(error);
    return { ...reply, statusCode: error.code === 'ThrottlingException' ? 429 : error.status };
  }

  #change(operation: string, at: string, schedule: Loose): void {
    if (operation !== 'CreateSchedule') this.#existing(at);
    if (operation === 'DeleteSchedule') {
      this.#schedules.delete(at);
      return;
    }
    check(schedule);
    if (operation === 'CreateSchedule' && this.#schedules.has(at)) {
      throw new WireError('ConflictException', `Schedule ${schedule.Name} already exists.`, 409);
    }
    this.#schedules.set(at, { ...schedule, State: 'ENABLED', CreationDate: this.#now() / 1000 });
  }

  #list(request: WireRequest): object {
    const prefix = queryOf(request, 'NamePrefix') ?? '';
    const group = queryOf(request, 'ScheduleGroup');
    const start = Number(queryOf(request, 'NextToken') ?? 0);
    const found = this.dump().filter(
      (s) => s.Name.startsWith(prefix) && (!group || s.GroupName === group),
    );
    const end = start + this.pageSize;
    const Schedules = found.slice(start, end).map(({ Name, GroupName }) => ({ Name, GroupName }));
    return end < found.length ? { Schedules, NextToken: String(end) } : { Schedules };
  }

  #existing(at: string): Loose {
    const schedule = this.#schedules.get(at);
    if (schedule) return schedule;
    throw new WireError('ResourceNotFoundException', `Schedule ${at} does not exist.`, 404);
  }
}

function check(schedule: Loose): void {
  if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(schedule.Name)) {
    throw new WireError('ValidationException', `Invalid name ${schedule.Name}`);
  }
  if (!schedule.FlexibleTimeWindow || !schedule.Target?.Arn || !schedule.Target?.RoleArn) {
    throw new WireError('ValidationException', 'FlexibleTimeWindow and Target are required');
  }
  checkExpression(schedule.ScheduleExpression);
  checkTimezone(schedule.ScheduleExpressionTimezone ?? 'UTC');
}
