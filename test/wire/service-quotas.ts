import { JsonService } from './json-service.ts';
import type { Loose } from './wire.ts';
import { WireError } from './wire.ts';

/** Quotas of SageMaker, page by page: those that the account has, and AWS's defaults. */
export class FakeServiceQuotas extends JsonService {
  readonly applied = new Map<string, number>();
  readonly defaults = new Map<string, number>();
  pageSize = 2;

  constructor() {
    super('servicequotas', 'ServiceQuotasV20190624');
  }

  protected operations() {
    return {
      ListServiceQuotas: (input: Loose) => this.#list(this.applied, input),
      ListAWSDefaultServiceQuotas: (input: Loose) => this.#list(this.defaults, input),
    };
  }

  #list(quotas: ReadonlyMap<string, number>, { ServiceCode, NextToken }: Loose): object {
    if (ServiceCode !== 'sagemaker') {
      throw new WireError('NoSuchResourceException', `no service ${ServiceCode}`);
    }
    const start = Number(NextToken ?? 0);
    const end = start + this.pageSize;
    const page = [...quotas].slice(start, end).map(([QuotaName, Value], n) => ({
      ServiceCode,
      QuotaName,
      QuotaCode: `L-${start + n}`,
      Value,
    }));
    return { Quotas: page, ...(end < quotas.size && { NextToken: String(end) }) };
  }
}
