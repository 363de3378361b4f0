import { JsonService } from './protocol/json-service.ts';
import type { Loose } from './protocol/wire.ts';
import { WireError } from './protocol/wire.ts';

/** Keys by alias, with their state. */
export class FakeKms extends JsonService {
  readonly states = new Map<string, string>();

  constructor() {
    super('kms', 'TrentService');
  }

  protected operations() {
    return { DescribeKey: (input: Loose) => this.#describe(input) };
  }

  #describe({ KeyId }: Loose): object {
    const KeyState = this.states.get(KeyId);
    if (!KeyState) throw new WireError('NotFoundException', `Alias ${KeyId} is not found.`);
    return { KeyMetadata: { KeyId: `key-of-${KeyId.replace('alias/', '')}`, KeyState } };
  }
}
