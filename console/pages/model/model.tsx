import { Dial } from './dial/dial.tsx';
import { Export } from './export/export.tsx';
import { Overview } from './overview/overview.tsx';
import { Predict } from './predict/predict.tsx';
import { Retraining } from './retraining/retraining.tsx';
import { Versions } from './versions/versions.tsx';
import { useRoute } from 'preact-iso';
import { addresses, modelTabs } from '../../addresses.ts';
import type { ModelTab } from '../../addresses.ts';
import { useAppId } from '../../api/use-call.ts';
import { lazyPage } from '../../parts/lazy-page.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { VersionBar } from './version-bar.tsx';

/** What every tab of a model's page is about. */
export interface TabProps {
  readonly modelId: string;
  /** The version that the address names; undefined: the newest that fits the tab. */
  readonly versionId: string | undefined;
}

/* Curves need uPlot: a part of the bundle of their own. */
const pages = {
  overview: Overview,
  train: lazyPage(() => import('./train/training.tsx').then((m) => m.Training)),
  versions: Versions,
  retraining: Retraining,
  dial: Dial,
  predict: Predict,
  export: Export,
};
const names = {
  overview: 'Overview',
  train: 'Train',
  versions: 'Versions',
  retraining: 'Retraining',
  dial: 'Dial',
  predict: 'Predict',
  export: 'Export',
};

/** One model, in tabs. */
export function Model() {
  const app = useAppId();
  const { params, query } = useRoute();
  const modelId = params['model'] ?? '';
  const versionId = query['version'];
  const tab = modelTabs.find((known) => known === params['tab']) ?? 'overview';
  const Page = pages[tab];
  const tabOf = (name: ModelTab) => ({
    name: names[name],
    href: addresses.model(app, modelId, name, { version: versionId }),
    isHere: name === tab,
  });
  return (
    <>
      <PageHeader
        title={modelId}
        part={names[tab]}
        actions={
          <a class="button" href={addresses.train(app, { model: modelId, like: versionId })}>
            Train a new version
          </a>
        }
      />
      <VersionBar modelId={modelId} versionId={versionId} tab={tab} />
      <Tabs label={`Parts of ${modelId}`} tabs={modelTabs.map(tabOf)} />
      <Page modelId={modelId} versionId={versionId} />
    </>
  );
}
