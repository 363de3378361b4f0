import type { LedgerEntry } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useCall } from '../../../api/use-call.ts';
import { AsIf } from '../../../parts/figures/as-if.tsx';
import { Money } from '../../../parts/figures/figures.tsx';
import { count, grouped, instant } from '../../../parts/figures/in-words.ts';
import { PageHeader } from '../../../parts/page-header.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { Column } from '../../../parts/table/data-table.tsx';
import { Pager } from '../../../parts/table/pager.tsx';
import { addressWith, useQueryState } from '../../../parts/use-query-state.ts';
import { versionName } from '../../../parts/version/version-name.ts';
import { HoldsInReview } from '../holds/holds-in-review.tsx';
import { TenantChoice, tenantQuery, useTenant } from '../tenant.tsx';
import type { Tenant } from '../tenant.tsx';
import { accounts, kinds, shortHash } from './entry-words.ts';

const perPage = 50;

/** Every movement of money, as it was written: never changed, chained by hashes. */
export function Ledger() {
  const tenant = useTenant();
  const page = Math.max(1, Number(useQueryState('page', '1')[0]) || 1);
  const [entry] = useQueryState('entry');
  const { data, error, refetch } = useCall('ListLedgerEntries', {
    ...{ user_id: tenant.id, page, per_page: perPage },
    ...(entry === '' ? {} : { entry_id: entry }),
  });
  return (
    <>
      <PageHeader title="Ledger">
        Each line has the hash of the one before: nothing can be changed, left out or put in between
        unseen. <code>deeptune verify</code> recomputes all of it.
      </PageHeader>
      <div class="stack">
        <TenantChoice />
        <AsIf on={data?.asIfOn} />
        <HoldsInReview tenant={tenant} />
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="the ledger" lines={8} />}
        {data && data.head.sequence > 0 && <Head head={data.head} />}
        {data && entry !== '' && (
          <p>
            Only the entry <code>{entry}</code>.{' '}
            <a href={addressWith({ entry: '', page: '' })}>All entries</a>
          </p>
        )}
        {data && <Entries entries={data.entries} tenant={tenant} />}
        {data && entry === '' && (
          <Pager
            page={page}
            hasNext={data.entries.length === perPage}
            hrefOf={(to) => addressWith({ page: to === 1 ? '' : String(to) })}
          />
        )}
      </div>
    </>
  );
}

interface HeadProps {
  readonly head: { readonly sequence: number; readonly hash: string };
}

function Head({ head: { sequence, hash } }: HeadProps) {
  return (
    <Panel title="Chain" text={`${count(sequence, 'entry', 'entries')}. The hash of the last one:`}>
      <code>{hash}</code>
      <p class="hint">
        Keep it: whoever has it can prove later that nothing before it was changed.
      </p>
    </Panel>
  );
}

interface EntriesProps {
  readonly entries: readonly LedgerEntry[];
  readonly tenant: Tenant;
}

function Entries({ entries, tenant }: EntriesProps) {
  if (entries.length === 0)
    return (
      <Empty title="No entry here">
        <p>The first job that sets money aside writes the first one.</p>
      </Empty>
    );
  return (
    <Panel title="Entries" text="The newest first.">
      <DataTable
        label="Entries of the ledger"
        rows={entries}
        keyOf={({ sequence }) => String(sequence)}
        columns={columnsOf(tenant)}
      />
    </Panel>
  );
}

function columnsOf(tenant: Tenant): readonly Column<LedgerEntry>[] {
  return [
    {
      name: 'Entry',
      cell: ({ sequence, at }) => (
        <>
          <time dateTime={at} title={at}>
            {instant(at)}
          </time>
          <div class="hint">no. {grouped(sequence)}</div>
        </>
      ),
    },
    {
      name: 'What',
      cell: ({ kind, memo, corrects }) => (
        <>
          {kinds[kind] ?? kind}
          {memo !== undefined && <div class="hint">{memo}</div>}
          {corrects !== undefined && <div class="hint">corrects {corrects}</div>}
        </>
      ),
    },
    { name: 'Of', cell: (entry) => <Subject entry={entry} tenant={tenant} /> },
    {
      name: 'Postings',
      cell: ({ postings }) =>
        postings.length === 0 ? (
          <span class="hint">no money</span>
        ) : (
          postings.map(({ account, micros }) => (
            <div key={account} class="number" title={accounts[account]}>
              {account} <Money micros={micros} isExact />
            </div>
          ))
        ),
    },
    {
      name: 'Hash',
      cell: ({ hash, previousHash }) => (
        <code class="number" title={`${hash}, after ${previousHash}`}>
          {shortHash(hash)}
        </code>
      ),
    },
  ];
}

/** What the money was for: a job, an invoice. */
function Subject({ entry, tenant }: { entry: LedgerEntry; tenant: Tenant }) {
  const { appId, modelId, jobId, invoiceId, id } = entry;
  if (invoiceId !== undefined)
    return <a href={addresses.invoice(invoiceId, tenantQuery(tenant))}>Invoice {invoiceId}</a>;
  if (appId === undefined || modelId === undefined || jobId === undefined) return <>{id}</>;
  const name = `${appId} / ${modelId}, ${versionName(jobId)}`;
  if (!tenant.isOwn) return <>{name}</>;
  return <a href={addresses.model(appId, modelId, 'train', { version: jobId })}>{name}</a>;
}
