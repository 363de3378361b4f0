import { useLocation, useRoute } from 'preact-iso';
import { addresses } from '../../addresses.ts';
import { useAppId, useCall } from '../../api/use-call.ts';
import { count, grouped } from '../../parts/figures/in-words.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { Pager } from '../../parts/table/pager.tsx';
import { SearchBox } from '../../parts/form/search-box.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { ModelTable } from './model-table.tsx';

const perPage = 25;

/** The models of an app: what state they are in, how good they are, what they cost. */
export function Models() {
  const app = useAppId();
  const { route } = useLocation();
  const { query } = useRoute();
  const asked = {
    search: query['search'] ?? '',
    type: query['type'] ?? '',
    sort: query['sort'] ?? '',
    page: Math.max(1, Math.floor(Number(query['page'] ?? 1)) || 1),
  };
  const goTo = (change: Partial<typeof asked>, replaces = false) =>
    route(addresses.models(app, { ...asked, page: undefined, ...change }), replaces);
  return (
    <>
      <PageHeader
        title="Models"
        actions={
          <a class="button primary" href={addresses.train(app)}>
            Train a model
          </a>
        }
      />
      <div class="stack">
        <div class="row">
          <SearchBox
            label="Search models"
            value={asked.search}
            onSearch={(search) => search !== asked.search && goTo({ search }, true)}
          />
          <TypeFilter value={asked.type} onChoose={(type) => goTo({ type })} />
          <label>
            Order{' '}
            <select
              value={asked.sort}
              onChange={({ currentTarget }) => goTo({ sort: currentTarget.value })}
            >
              <option value="">Changed last</option>
              <option value="created">Newest first</option>
              <option value="name">By name</option>
              <option value="amount">Charged most</option>
            </select>
          </label>
        </div>
        <List app={app} asked={asked} />
      </div>
    </>
  );
}

interface Asked {
  readonly search: string;
  readonly type: string;
  readonly sort: string;
  readonly page: number;
}

function List({ app, asked }: { app: string; asked: Asked }) {
  const { data, error, refetch } = useCall('ListModelSummaries', parametersOf(asked));
  if (!data && error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="models" />;
  const { models, total } = data;
  if (models.length === 0) return <NoModels app={app} asked={asked} />;
  const hrefOf = (page: number) => addresses.models(app, { ...asked, page });
  return (
    <>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      <ModelTable app={app} models={models} />
      <Pager
        page={asked.page}
        hasNext={asked.page * perPage < total}
        hrefOf={hrefOf}
        text={pageWords(asked.page, total)}
      />
    </>
  );
}

/** `26 to 50 of 10,000 models`. */
function pageWords(page: number, total: number): string {
  const first = (page - 1) * perPage + 1;
  const last = Math.min(page * perPage, total);
  return total <= perPage
    ? count(total, 'model')
    : `${grouped(first)} to ${grouped(last)} of ${count(total, 'model')}`;
}

function parametersOf({ search, type, sort, page }: Asked) {
  return {
    page,
    per_page: perPage,
    ...(search === '' ? {} : { search }),
    ...(type === '' ? {} : { model_type_id: type }),
    ...(sort === 'name' ? { sort_by_name: true, sort_ascending: true } : {}),
    ...(sort === 'amount' ? { sort_by_amount: true } : {}),
    ...(sort === 'created' ? { sort_by_created_at: true } : {}),
  };
}

function TypeFilter({ value, onChoose }: { value: string; onChoose: (type: string) => void }) {
  const { data } = useCall('ListModelTypes', { per_page: 100 });
  const types = data?.model_types ?? [];
  return (
    <label>
      Type{' '}
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        <option value="">All types</option>
        {types.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function NoModels({ app, asked }: { app: string; asked: Asked }) {
  if (asked.page > 1)
    return (
      <Empty title={`There is no page ${asked.page}`}>
        <a href={addresses.models(app, { ...asked, page: undefined })}>To the first page</a>
      </Empty>
    );
  if (asked.search !== '' || asked.type !== '')
    return (
      <Empty title="No model is like that">
        <p>
          Each word of a search begins a word of a model's id, name, description or notes.{' '}
          <a href={addresses.models(app)}>Show all models</a>
        </p>
      </Empty>
    );
  return (
    <Empty title="There is no model in this app yet">
      <p>
        Put labelled pictures or texts into a dataset, then train: time and price are shown before
        anything is spent.
      </p>
      <p>
        <a class="button primary" href={addresses.train(app)}>
          Train a model
        </a>{' '}
        <a class="button" href={addresses.datasets(app)}>
          Datasets
        </a>
      </p>
    </Empty>
  );
}
