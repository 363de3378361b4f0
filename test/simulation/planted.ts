import type { SimulatedAccount } from './account/simulated-account.ts';
import { WireError } from '../wire/protocol/wire.ts';
import { textOf } from './network/wire.ts';

/**
 * Faults that the account has on purpose: each must be found by the invariant that is named, or
 * that invariant proves nothing.
 */
export interface Planted {
  readonly what: string;
  /** Part of the name of the invariant that finds it. */
  readonly foundBy: RegExp;
  readonly plant: (account: SimulatedAccount) => void;
}

type Written = { Put?: Write; Update?: Write; Delete?: Write };
interface Write {
  Key?: { pk: { S: string } };
  /** Of what is new. */
  Item?: { pk: { S: string } };
}

function pkOf(written: Written): string {
  const { Key, Item } = written.Update ?? written.Put ?? written.Delete ?? {};
  return (Key ?? Item)?.pk.S ?? '';
}

/** Changes every transaction before DynamoDB reads it. */
function rewriting(account: SimulatedAccount, rewrite: (writes: Written[]) => Written[]): void {
  const { dynamodb } = account.aws;
  const perform = dynamodb.perform.bind(dynamodb);
  dynamodb.perform = (operation, request) => {
    if (operation !== 'TransactWriteItems') return perform(operation, request);
    const body = JSON.parse(textOf(request)) as {
      TransactItems: Written[];
      ClientRequestToken?: string;
    };
    const TransactItems = rewrite(body.TransactItems);
    return perform(operation, { ...request, body: JSON.stringify({ ...body, TransactItems }) });
  };
}

const without =
  (pattern: RegExp) =>
  (writes: Written[]): Written[] => {
    const kept = writes.filter((written) => !pattern.test(pkOf(written)));
    return kept.length > 0 ? kept : writes;
  };

export const planted: readonly Planted[] = [
  {
    what: 'a hold that is not counted in its budget',
    foundBy: /counters are the sums/,
    plant: (account) => rewriting(account, without(/^user#[^#]+#budget$/)),
  },
  {
    what: 'a version that answers from now on, and nobody knows why',
    foundBy: /I19/,
    plant: (account) => rewriting(account, without(/#promotions$/)),
  },
  {
    what: 'a settlement that leaves its hold',
    foundBy: /without its hold|I4 charged within the hold|counters/,
    plant: (account) =>
      rewriting(account, (writes) => writes.filter((w) => !(w.Delete && /#holds$/.test(pkOf(w))))),
  },
  {
    what: 'entries of the ledger that are lost',
    foundBy: /ledger/,
    plant: (account) => {
      let seen = 0;
      rewriting(account, (writes) =>
        writes.some((w) => /#ledger$/.test(pkOf(w))) && (seen += 1) >= 4
          ? without(/#ledger$/)(writes)
          : writes,
      );
    },
  },
  {
    what: 'a training job that nobody asked for',
    foundBy: /nothing is set aside|nobody's|never settled/,
    plant: (account) => {
      const { jobs } = account.aws.sagemaker;
      const { onStart } = jobs;
      let isDone = false;
      jobs.onStart = (job) => {
        onStart(job);
        if (isDone) return;
        isDone = true;
        const TrainingJobName = `ft-${'0'.repeat(32)}-a1`;
        jobs.operations().CreateTrainingJob({ ...job.request, TrainingJobName });
      };
    },
  },
  {
    what: 'an artifact that something changes',
    foundBy: /I10/,
    plant: (account) => {
      const { s3 } = account.aws;
      const plant = s3.plant.bind(s3);
      const exported = new Set<string>();
      s3.plant = (bucket, key, body) => {
        plant(bucket, key, body);
        if (!key.endsWith('checkpoints/export/model.safetensors')) return;
        for (const other of exported) plant(bucket, other, 'changed');
        exported.add(key);
      };
    },
  },
  {
    what: "a request that reads another tenant's key",
    foundBy: /I11/,
    plant: (account) => {
      const invoke = account.functions.invoke.bind(account.functions);
      account.functions.invoke = (name, work, how) =>
        invoke(name, work, how?.tenant === 'ben' ? { ...how, tenant: 'ada' } : how);
    },
  },
  {
    what: 'a settlement that never succeeds',
    foundBy: /I6/,
    plant: (account) =>
      rewriting(account, (writes) => {
        if (!writes.some((w) => w.Delete && /#holds$/.test(pkOf(w)))) return writes;
        throw new WireError('AccessDeniedException', 'not authorized to perform this');
      }),
  },
  {
    what: 'a record that goes back to an earlier status',
    foundBy: /I15/,
    plant: (account) => {
      const { dynamodb } = account.aws;
      const onCommit = dynamodb.onCommit;
      dynamodb.onCommit = (changes) => {
        onCommit(changes);
        const settled = changes.find(({ after }) => /"trained"/.test(JSON.stringify(after)));
        if (settled?.before) onCommit([{ before: settled.after, after: settled.before }]);
      };
    },
  },
];
