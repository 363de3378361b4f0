import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { isSelected, nothingSelected, toggle } from '../../../parts/list/selection.ts';
import type { Selection } from '../../../parts/list/selection.ts';
import { VirtualGrid } from '../../../parts/list/virtual-grid.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import type { DatasetTabProps } from '../dataset.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useInputFilter } from './use-input-filter.ts';
import { InputCell } from './input-cell.tsx';
import { InputDetail } from './input-detail.tsx';
import { isFiltered } from './input-filter.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useInputList } from './use-input-list.ts';
import type { ShownInputs } from './use-input-list.ts';

/** The inputs of a dataset as thumbnails or texts, to be looked through, relabelled and deleted. */
export function Inputs({ datasetId, versionId }: DatasetTabProps) {
  const [filter, setFilter] = useInputFilter(versionId);
  const shown = useInputList(datasetId, filter);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [opened, setOpened] = useState<number>();
  const filterKey = JSON.stringify(filter);
  useEffect(() => {
    setSelection(nothingSelected);
    setOpened(undefined);
  }, [filterKey, shown.list]);
  return (
    <div class="stack">
      <FilterBar filter={filter} onFilter={setFilter} />
      <Found shown={shown} isFiltered={isFiltered(filter)} datasetId={datasetId} />
      <SelectionBar
        datasetId={datasetId}
        shown={shown}
        selection={selection}
        onSelect={setSelection}
        onOpen={setOpened}
      />
      {shown.list && shown.list.count > 0 && (
        <Grid {...{ shown, selection, setSelection, setOpened }} />
      )}
      {opened !== undefined && shown.list && (
        <InputDetail
          index={opened}
          count={shown.list.count}
          shown={shown}
          onMove={setOpened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  );
}

interface GridProps {
  readonly shown: ShownInputs;
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly setOpened: (index: number) => void;
}

function Grid({ shown, selection, setSelection, setOpened }: GridProps) {
  const { cache, list } = shown;
  const want = useRested((first, last) => cache?.want(first, last), cache);
  return (
    <VirtualGrid
      label="Inputs"
      count={list?.count ?? 0}
      minCellWidth={170}
      cellHeight={212}
      selection={selection}
      onSelect={setSelection}
      onOpen={setOpened}
      onSight={want}
      cellOf={(index) => (
        <InputCell
          input={cache?.at(index)}
          error={cache?.errorAt(index)}
          companions={list?.companions?.get(cache?.at(index)?.id ?? '')}
          isSelected={isSelected(selection, index)}
          onToggle={() => setSelection(toggle(selection, index))}
        />
      )}
    />
  );
}

/** What is dragged past is not asked for: the bar rests so long first, milliseconds. */
const rest = 120;

function useRested(
  act: (first: number, last: number) => void,
  about: unknown,
): (first: number, last: number) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const isFirst = useRef(true);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (first, last) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => act(first, last), isFirst.current ? 0 : rest);
      isFirst.current = false;
    },
    [about],
  );
}

interface FoundProps {
  readonly shown: ShownInputs;
  readonly isFiltered: boolean;
  readonly datasetId: string;
}

/** How many there are, or that they are on their way, or why there are none. */
function Found({ shown, isFiltered: hasFilter, datasetId }: FoundProps) {
  const app = useAppId();
  const { list, error, looked, reload } = shown;
  if (error) return <Problem title="The inputs were not read" error={error} onRetry={reload} />;
  if (!list && looked)
    return (
      <p role="status">
        Looked at {count(looked.looked, 'input')}, {grouped(looked.found)} found …
      </p>
    );
  if (!list) return <Loading what="inputs" lines={6} />;
  if (list.count > 0)
    return (
      <p role="status">
        {list.isCutAt === undefined
          ? count(list.count, 'input')
          : `The first ${count(list.count, 'input')} of those that are meant: ${grouped(list.isCutAt)} were looked at. Narrow the search for the others`}
      </p>
    );
  if (hasFilter)
    return (
      <Empty title="No input is like that">
        <p>{list.notListed ?? 'Choose another concept, or clear the filter.'}</p>
      </Empty>
    );
  return (
    <Empty title="This dataset has no inputs yet">
      <p>Drop a folder of pictures, a table of texts or a COCO file to fill it.</p>
      <a class="button primary" href={addresses.dataset(app, datasetId, 'import')}>
        Import a folder
      </a>
    </Empty>
  );
}
