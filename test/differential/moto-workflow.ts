import type { SFNClient } from '@aws-sdk/client-sfn';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { JsonObject } from '../../core/json.ts';
import type { Execution, Workflow } from '../../core/ports/workflow.ts';
import type { TaskFunction } from '../../local/workflow/asl-thread.ts';
import type { LambdaEndpoint } from './lambda-endpoint.ts';

/** The same definition and the same functions, run by moto. */
export class MotoWorkflow implements Workflow {
  readonly #client: SFNClient;
  readonly #machineArn: Promise<string>;
  readonly #arns = new Map<string, string>();

  /** @param name of the state machine; distinct for each, as are its functions' names */
  constructor(
    { client, lambda }: { readonly client: SFNClient; readonly lambda: LambdaEndpoint },
    machine: {
      readonly name: string;
      readonly definition: JsonObject;
      readonly tasks: Readonly<Record<string, TaskFunction>>;
    },
  ) {
    this.#client = client;
    let text = JSON.stringify(machine.definition);
    Object.entries(machine.tasks).forEach(([placeholder, run], index) => {
      const functionName = `${machine.name}-${index}`;
      lambda.functions.set(functionName, run);
      text = text.replaceAll(placeholder, functionName);
    });
    this.#machineArn = this.#create(machine.name, text);
  }

  async #create(name: string, definition: string): Promise<string> {
    const roleArn = 'arn:aws:iam::123456789012:role/states';
    const created = await this.#client.send(
      new CreateStateMachineCommand({ name, definition, roleArn }),
    );
    return created.stateMachineArn ?? '';
  }

  async start(name: string, input: JsonObject): Promise<'started'> {
    const { executionArn = '' } = await this.#client.send(
      new StartExecutionCommand({
        stateMachineArn: await this.#machineArn,
        name,
        input: JSON.stringify(input),
      }),
    );
    this.#arns.set(name, executionArn);
    return 'started';
  }

  async describe(name: string): Promise<Execution | undefined> {
    const executionArn = this.#arns.get(name);
    if (executionArn === undefined) return undefined;
    const { status, output, error, cause } = await this.#client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    return {
      name,
      status: status as Execution['status'],
      ...(output === undefined ? {} : { output: JSON.parse(output) as JsonObject }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
  }

  async stop(name: string, cause: string): Promise<void> {
    await this.#client.send(
      new StopExecutionCommand({ executionArn: this.#arns.get(name), cause }),
    );
  }

  async sendSuccess(taskToken: string, output: JsonObject): Promise<'sent'> {
    await this.#client.send(
      new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }),
    );
    return 'sent';
  }

  async sendFailure(taskToken: string, error: string, cause: string): Promise<'sent'> {
    await this.#client.send(new SendTaskFailureCommand({ taskToken, error, cause }));
    return 'sent';
  }

  close(): void {
    // moto is stopped as a whole.
  }
}
