/**
 * Every address of the console, built here and nowhere else; `routes` are the patterns that parse
 * them. What a person would share stands in the address: tab, version, filter. A key never does.
 */
export const routes = {
  models: '/apps/:app/models',
  model: '/apps/:app/models/:model/:tab?',
  train: '/apps/:app/train',
  datasets: '/apps/:app/datasets',
  dataset: '/apps/:app/datasets/:dataset/:tab?',
  schedules: '/apps/:app/schedules',
  usage: '/usage',
  budgets: '/budgets',
  invoices: '/invoices',
  invoice: '/invoices/:invoice',
  ledger: '/ledger',
  keys: '/keys',
  activity: '/activity',
  notifications: '/notifications',
  estimator: '/estimator',
} as const;

type Query = Readonly<Record<string, string | number | undefined>>;

/** Tabs of a model's page, the first one where none is named. */
export const modelTabs = [
  'overview',
  'train',
  'versions',
  'retraining',
  'dial',
  'predict',
  'export',
] as const;
export type ModelTab = (typeof modelTabs)[number];

/** Tabs of a dataset's page, the first one where none is named. */
export const datasetTabs = ['inputs', 'report', 'versions', 'import'] as const;
export type DatasetTab = (typeof datasetTabs)[number];

export const addresses = {
  models: (app: string, query?: Query) => below(app, 'models') + queryOf(query),
  model: (app: string, model: string, tab: ModelTab = 'overview', query?: Query) =>
    below(app, 'models', model, tab) + queryOf(query),
  train: (app: string, query?: Query) => below(app, 'train') + queryOf(query),
  datasets: (app: string) => below(app, 'datasets'),
  dataset: (app: string, dataset: string, tab: DatasetTab = 'inputs', query?: Query) =>
    below(app, 'datasets', dataset, tab) + queryOf(query),
  schedules: (app: string) => below(app, 'schedules'),
  usage: (query?: Query) => `/usage${queryOf(query)}`,
  budgets: (query?: Query) => `/budgets${queryOf(query)}`,
  invoices: (query?: Query) => `/invoices${queryOf(query)}`,
  invoice: (invoice: string, query?: Query) =>
    `/invoices/${encodeURIComponent(invoice)}${queryOf(query)}`,
  ledger: (query?: Query) => `/ledger${queryOf(query)}`,
  keys: () => '/keys',
  activity: () => '/activity',
  notifications: () => '/notifications',
  estimator: () => '/estimator',
};

function below(app: string, ...parts: readonly string[]): string {
  return ['/apps', app, ...parts]
    .map((part, at) => (at ? encodeURIComponent(part) : part))
    .join('/');
}

/** Values that are undefined or empty are left out. */
function queryOf(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(
    Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  );
  return given.length === 0 ? '' : `?${text}`;
}
