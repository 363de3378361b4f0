import { QueryService } from './protocol/query-service.ts';
import { WireError } from './protocol/wire.ts';

interface FakeStack {
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Stacks as somebody deployed them. */
export class FakeCloudFormation extends QueryService {
  readonly stacks = new Map<string, FakeStack>();

  constructor() {
    super('cloudformation');
  }

  protected operations() {
    return { DescribeStacks: (input: URLSearchParams) => this.#describe(input) };
  }

  #describe(input: URLSearchParams) {
    const name = input.get('StackName') ?? '';
    const stack = this.stacks.get(name);
    if (!stack) throw new WireError('ValidationError', `Stack with id ${name} does not exist`);
    const member = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
    }));
    const shown = { StackName: name, StackStatus: stack.status, CreationTime: created };
    return { Stacks: { member: { ...shown, Outputs: { member } } } };
  }
}

const created = '2026-11-25T12:00:00Z';
