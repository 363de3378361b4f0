import { useRoute } from 'preact-iso';
import { addresses, modelTabs } from '../../addresses.ts';
import type { ModelTab } from '../../addresses.ts';
import { useAppId } from '../../api/use-call.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { Export } from './export/export.tsx';
import { Overview } from './overview/overview.tsx';
import { Predict } from './predict/predict.tsx';
import { Training } from './train/training.tsx';
import { Versions } from './versions/versions.tsx';

/** What every tab of a model's page is about. */
export interface TabProps {
  readonly modelId: string;
  /** The version that the address names; undefined: the newest that fits the tab. */
  readonly versionId: string | undefined;
}

const pages = {
  overview: Overview,
  train: Training,
  versions: Versions,
  predict: Predict,
  export: Export,
};
const names = {
  overview: 'Overview',
  train: 'Train',
  versions: 'Versions',
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
      <PageHeader title={modelId} />
      <Tabs label={`Parts of ${modelId}`} tabs={modelTabs.map(tabOf)} />
      <Page modelId={modelId} versionId={versionId} />
    </>
  );
}
