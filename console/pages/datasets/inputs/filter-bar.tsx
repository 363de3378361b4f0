import { SearchSelect } from '../../../parts/list/search-select.tsx';
import { SearchBox } from '../../../parts/form/search-box.tsx';
import { useConcepts } from './use-concepts.ts';
import { isFiltered } from './input-filter.ts';
import type { InputFilter } from './input-filter.ts';
import { problemName } from '../report/problem-names.ts';

interface FilterBarProps {
  readonly filter: InputFilter;
  readonly onFilter: (filter: InputFilter) => void;
}

/** Which inputs are shown. */
export function FilterBar({ filter, onFilter }: FilterBarProps) {
  const concepts = useConcepts();
  const options = concepts.map(({ id, name }) => ({ id, text: name || id }));
  const { version } = filter;
  return (
    <div class="row filter-bar" role="search" aria-label="Filter the inputs">
      <SearchSelect
        label="Concept"
        options={[{ id: '', text: 'All concepts' }, ...options]}
        value={filter.concept ?? ''}
        onChange={(concept) => onFilter({ ...filter, labels: '', concept })}
      />
      <SearchBox
        label="Text, id or file name"
        value={filter.search ?? ''}
        onSearch={(search) => onFilter({ ...withoutVersion(filter), search })}
      />
      <label class="choice">
        <input
          type="checkbox"
          checked={filter.labels === 'unlabelled'}
          onChange={({ currentTarget: { checked } }) =>
            onFilter({ search: filter.search, labels: checked ? 'unlabelled' : '' })
          }
        />
        Unlabelled only
      </label>
      {version && <OfVersion filter={filter} onFilter={onFilter} />}
      {filter.problem && <span class="tag">Problem: {problemName(filter.problem)}</span>}
      {isFiltered(filter) && (
        <button type="button" onClick={() => onFilter({ version })}>
          Clear the filter
        </button>
      )}
    </div>
  );
}

/** What is looked for among all inputs of the dataset, and not among those of a version. */
function withoutVersion({ concept, labels, search }: InputFilter): InputFilter {
  return { concept, labels, search };
}

/** That the inputs of a version are shown, and which side of it. */
function OfVersion({ filter, onFilter }: FilterBarProps) {
  const { version = '', split = '' } = filter;
  return (
    <>
      <label class="field">
        Side
        <select
          value={split}
          onChange={({ currentTarget: { value } }) => onFilter({ ...filter, split: value })}
        >
          <option value="">Both</option>
          <option value="train">To train on</option>
          <option value="test">Held out</option>
        </select>
      </label>
      <span class="tag">
        Version {version.slice(0, 12)}{' '}
        <button
          type="button"
          class="link"
          aria-label="Show the dataset as it is now"
          onClick={() => onFilter(withoutVersion(filter))}
        >
          ×
        </button>
      </span>
    </>
  );
}
