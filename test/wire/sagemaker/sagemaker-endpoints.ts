import type { Loose } from '../protocol/wire.ts';
import { WireError } from '../protocol/wire.ts';

/** An endpoint and how it stands. */
export interface FakeEndpoint {
  readonly request: Loose;
  EndpointStatus: string;
  FailureReason?: string;
}

/** What a hosted model answers: the body of the reply to the body of the request. */
export type FakeModel = (body: Loose) => unknown;

/**
 * Models, endpoint configurations and endpoints. A test brings an endpoint into service with
 * `serve`.
 */
export class FakeEndpoints {
  readonly models = new Map<string, Loose>();
  readonly configs = new Map<string, Loose>();
  readonly endpoints = new Map<string, FakeEndpoint>();
  onCreate: (name: string) => void = () => undefined;
  readonly #answers = new Map<string, FakeModel>();

  /** The endpoint is in service and answers so. */
  serve(name: string, model: FakeModel): void {
    this.move(name, { EndpointStatus: 'InService' });
    this.#answers.set(name, model);
  }

  move(name: string, to: Partial<FakeEndpoint>): void {
    Object.assign(existing(this.endpoints, name, 'endpoint'), to);
  }

  /** The model of an endpoint in service; undefined otherwise. */
  answering(name: string): FakeModel | undefined {
    const isServing = this.endpoints.get(name)?.EndpointStatus === 'InService';
    return isServing ? this.#answers.get(name) : undefined;
  }

  operations() {
    return {
      CreateModel: (input: Loose) => {
        add(this.models, input.ModelName, input, 'model');
        return { ModelArn: arn(input.ModelName) };
      },
      CreateEndpointConfig: (input: Loose) => this.#createConfig(input),
      CreateEndpoint: (input: Loose) => this.#createEndpoint(input),
      DescribeEndpoint: ({ EndpointName: name }: Loose) => {
        const { EndpointStatus, FailureReason } = existing(this.endpoints, name, 'endpoint');
        return { EndpointName: name, EndpointArn: arn(name), EndpointStatus, FailureReason };
      },
      DeleteModel: ({ ModelName }: Loose) => remove(this.models, ModelName, 'model'),
      DeleteEndpointConfig: ({ EndpointConfigName }: Loose) =>
        remove(this.configs, EndpointConfigName, 'endpoint configuration'),
      DeleteEndpoint: ({ EndpointName }: Loose) => remove(this.endpoints, EndpointName, 'endpoint'),
    };
  }

  #createConfig(input: Loose): object {
    for (const { ModelName, ServerlessConfig } of input.ProductionVariants) {
      const model = existing(this.models, ModelName, 'model');
      if (ServerlessConfig && model.EnableNetworkIsolation) {
        throw new WireError('ValidationException', 'Network isolation: not for serverless');
      }
    }
    add(this.configs, input.EndpointConfigName, input, 'endpoint configuration');
    return { EndpointConfigArn: arn(input.EndpointConfigName) };
  }

  #createEndpoint(input: Loose): object {
    existing(this.configs, input.EndpointConfigName, 'endpoint configuration');
    const endpoint = { request: input, EndpointStatus: 'Creating' };
    add(this.endpoints, input.EndpointName, endpoint, 'endpoint');
    this.onCreate(input.EndpointName);
    return { EndpointArn: arn(input.EndpointName) };
  }
}

function add<T>(all: Map<string, T>, name: string, value: T, kind: string): void {
  if (all.has(name)) {
    const message = `Cannot create already existing ${kind} "${arn(name)}".`;
    throw new WireError('ValidationException', message);
  }
  all.set(name, value);
}

function existing<T>(all: ReadonlyMap<string, T>, name: string, kind: string): T {
  const value = all.get(name);
  if (value) return value;
  throw new WireError('ValidationException', `Could not find ${kind} "${arn(name)}".`);
}

function remove(all: Map<string, unknown>, name: string, kind: string): object {
  existing(all, name, kind);
  all.delete(name);
  return {};
}

function arn(name: string): string {
  return `arn:aws:sagemaker:eu-central-1:111111111111:thing/${name}`;
}
