import { Readable } from 'node:stream';
import { FakeCloudFormation } from './cloudformation.ts';
import { FakeCloudWatchLogs } from './cloudwatch-logs.ts';
import { FakeDynamoDb } from './dynamodb/dynamodb.ts';
import { FakeEcr } from './ecr.ts';
import { FakeEventBridge } from './eventbridge.ts';
import type { Fault } from './protocol/faults.ts';
import { networkError, refusalOf } from './protocol/faults.ts';
import { FakeKms } from './kms.ts';
import { FakeS3 } from './s3/s3.ts';
import { FakeSageMaker } from './sagemaker/sagemaker.ts';
import { FakeSageMakerRuntime } from './sagemaker/sagemaker-runtime.ts';
import { FakeScheduler } from './scheduler/scheduler.ts';
import { FakeServiceQuotas } from './service-quotas.ts';
import { FakeSns } from './sns.ts';
import { FakeStepFunctions } from './step-functions.ts';
import { FakeSts } from './sts.ts';
import type { FakeService, ServiceName, WireReply, WireRequest } from './protocol/wire.ts';
import { WireError } from './protocol/wire.ts';

/** One call that came over the wire; the SDK's own retries are calls of their own. */
export interface Call {
  readonly service: ServiceName;
  readonly operation: string;
  readonly fault?: Fault;
}

export interface FakeAwsOptions {
  /** Milliseconds since 1970; default a clock that stands at 2026-11-25T12:00:00Z. */
  readonly now?: () => number;
  /** Asked for each call that no `faultOnce` waits for: the place of a seeded simulation. */
  readonly decide?: (call: Call) => Fault | undefined;
}

const frozen = Date.parse('2026-11-25T12:00:00Z');

/**
 * An AWS account in memory, behind the SDK's `requestHandler`: real clients, with their own
 * marshalling, signing, paging and retries, talk to it in their own protocols. It knows the
 * operations that deeptune uses, and says so loudly where it is asked for another.
 */
export class FakeAws {
  readonly dynamodb: FakeDynamoDb;
  readonly s3: FakeS3;
  readonly sagemaker: FakeSageMaker;
  readonly sagemakerRuntime: FakeSageMakerRuntime;
  readonly stepFunctions: FakeStepFunctions;
  readonly scheduler: FakeScheduler;
  readonly eventbridge: FakeEventBridge;
  readonly logs: FakeCloudWatchLogs;
  readonly sts = new FakeSts();
  readonly cloudFormation = new FakeCloudFormation();
  readonly quotas = new FakeServiceQuotas();
  readonly ecr = new FakeEcr();
  readonly kms = new FakeKms();
  readonly sns = new FakeSns();
  readonly calls: Call[] = [];
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #services: readonly FakeService[];
  readonly #decide: (call: Call) => Fault | undefined;
  readonly #planned: Required<Call>[] = [];

  constructor(options: FakeAwsOptions = {}) {
    const now = options.now ?? (() => frozen);
    this.#decide = options.decide ?? (() => undefined);
    this.dynamodb = new FakeDynamoDb(now);
    this.s3 = new FakeS3();
    this.sagemaker = new FakeSageMaker(now);
    this.sagemakerRuntime = new FakeSageMakerRuntime(this.sagemaker);
    this.stepFunctions = new FakeStepFunctions(now);
    this.scheduler = new FakeScheduler(now);
    this.eventbridge = new FakeEventBridge();
    this.logs = new FakeCloudWatchLogs();
    this.#services = [
      this.dynamodb,
      this.sagemaker,
      this.stepFunctions,
      this.eventbridge,
      this.logs,
      this.scheduler,
      this.sagemakerRuntime,
      ...[this.sts, this.cloudFormation, this.quotas, this.ecr, this.kms, this.sns],
      this.s3,
    ];
  }

  /** The next call of this operation meets this fault. Several wait in line. */
  faultOnce(service: ServiceName, operation: string, fault: Fault): void {
    this.#planned.push({ service, operation, fault });
  }

  /** Faults that no call has met yet: none, at the end of a test. */
  get faultsLeft(): readonly Call[] {
    return this.#planned;
  }

  /** How often an operation was called, retries included. */
  count(service: ServiceName, operation: string): number {
    return this.calls.filter((c) => c.service === service && c.operation === operation).length;
  }

  /** The SDK's `requestHandler`. */
  async handle(request: WireRequest): Promise<{ response: WireReply & { body: Readable } }> {
    const service = this.serviceOf(request);
    const operation = service.operation(request);
    const fault = this.#faultFor({ service: service.name, operation });
    this.calls.push({ service: service.name, operation, ...(fault && { fault }) });
    const reply = answer(service, request, fault);
    return { response: { ...reply, body: Readable.from([reply.body]) } as never };
  }

  /** Who answers a request. @throws Error nobody */
  serviceOf(request: WireRequest): FakeService {
    const service = this.#services.find((s) => s.owns(request));
    if (!service) throw new Error(`nobody answers ${request.method} ${request.hostname}`);
    return service;
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  #faultFor(call: Call): Fault | undefined {
    const place = this.#planned.findIndex(
      (p) => p.service === call.service && p.operation === call.operation,
    );
    return place < 0 ? this.#decide(call) : this.#planned.splice(place, 1)[0]?.fault;
  }
}

function answer(service: FakeService, request: WireRequest, fault: Fault | undefined): WireReply {
  if (fault === 'timeout-before') throw networkError(fault);
  const refusal = fault && refusalOf(fault, service.name);
  if (refusal) return service.refuse(refusal);
  const reply = perform(service, request);
  // The second delivery comes after the caller has its answer: what it does shows in the state
  // only.
  if (fault === 'duplicate') perform(service, request);
  if (fault === 'committed-reply-lost') throw networkError(fault);
  return reply;
}

/** What a service does with a request, its refusals in its own words. */
export function perform(service: FakeService, request: WireRequest): WireReply {
  try {
    return service.perform(service.operation(request), request);
  } catch (error) {
    if (error instanceof WireError) return service.refuse(error);
    throw error;
  }
}
