import { QueryService } from './protocol/query-service.ts';

/** Says who asks. */
export class FakeSts extends QueryService {
  account = '111111111111';

  constructor() {
    super('sts');
  }

  protected operations() {
    return {
      GetCallerIdentity: () => ({
        Account: this.account,
        Arn: `arn:aws:iam::${this.account}:user/engineer`,
        UserId: 'AIDAEXAMPLE',
      }),
    };
  }
}
