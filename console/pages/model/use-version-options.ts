import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import { useCall } from '../../api/use-call.ts';
import type { SearchOption } from '../../parts/list/search-select.tsx';
import { versionName } from '../../parts/version/version-name.ts';
import { stateOf } from '../../parts/version/version-state.ts';
import { figure } from '../../parts/figures/in-words.ts';
import { headlineOf } from './figures/headline.ts';
import type { Standing } from '../../../core/training/words/standing.ts';
import { useStandings } from './retraining/use-promotions.ts';
import { versionSearch } from './version-search.ts';

/** So many are offered at a time, the newest first: a search finds the others. */
const offered = 50;

/** Versions of a model to choose from, found by the service, which may have 10,000 of them. */
export function useVersionOptions(modelId: string): {
  readonly options: readonly SearchOption[];
  readonly onSearch: (text: string) => void;
} {
  const [text, setText] = useState('');
  const search = versionSearch(text);
  const asked = { model_id: modelId, per_page: offered, ...(search === '' ? {} : { search }) };
  const { data } = useCall('ListModelVersions', asked);
  const standing = useStandings(modelId);
  const options = data?.model_versions.map((version) => optionOf(version, standing(version)));
  return { options: options ?? [], onSearch: setText };
}

function optionOf(version: ModelVersion, standing: Standing | undefined): SearchOption {
  const headline = headlineOf(version);
  const hint = headline
    ? `${headline.metric} ${figure(headline.value)}`
    : stateOf(version).word.toLowerCase();
  const text = `${versionName(version.id)}${version.description ? ` · ${version.description}` : ''}`;
  const said = standing === undefined ? hint : `${hint} · ${standing.replace('-', ' ')}`;
  return { id: version.id, text, hint: said };
}
