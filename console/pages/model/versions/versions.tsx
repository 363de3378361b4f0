import { Loading, Problem } from '../../../parts/states.tsx';
import { useQueryState } from '../../../parts/use-query-state.ts';
import type { TabProps } from '../model.tsx';
import { useVersion } from '../use-version.ts';
import { Comparison, maxCompared } from './comparison.tsx';
import { ConceptChanges } from './concept-changes.tsx';
import { Lineage } from './lineage.tsx';
import { ModelWords } from './model-words.tsx';
import { VersionList } from './version-list.tsx';

/** All versions of a model: side by side, against their parents, in their line. */
export function Versions({ modelId, versionId }: TabProps) {
  const { version, error, retry } = useVersion(modelId, versionId, 'versions');
  const [text, setText] = useQueryState('compare');
  const compared = text === '' ? [] : text.split(',').slice(0, maxCompared);
  const toggle = (id: string) => {
    const next = compared.includes(id) ? compared.filter((each) => each !== id) : [...compared, id];
    setText(next.join(','));
  };
  return (
    <div class="stack">
      <VersionList modelId={modelId} compared={compared} onToggle={toggle} />
      {compared.length > 0 && <Comparison modelId={modelId} ids={compared} onRemove={toggle} />}
      {error && <Problem error={error} onRetry={retry} />}
      {!error && !version && <Loading what="the version" />}
      {version && (
        <>
          <Lineage modelId={modelId} version={version} />
          <ConceptChanges modelId={modelId} version={version} />
        </>
      )}
      <ModelWords modelId={modelId} />
    </div>
  );
}
