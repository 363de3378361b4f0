import { SearchSelect } from '../../../parts/list/search-select.tsx';
import { SearchBox } from '../../../parts/search-box.tsx';
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
        onChange={(concept) => onFilter({ concept, search: filter.search, version })}
      />
      <SearchBox
        label="Text, id or file name"
        value={filter.search ?? ''}
        onSearch={(search) => onFilter({ ...filter, problem: '', search })}
      />
      <label class="choice">
        <input
          type="checkbox"
          checked={filter.labels === 'unlabelled'}
          onChange={({ currentTarget: { checked } }) =>
            onFilter({ search: filter.search, version, labels: checked ? 'unlabelled' : '' })
          }
        />
        Unlabelled only
      </label>
      {filter.problem && <span class="tag">Problem: {problemName(filter.problem)}</span>}
      {isFiltered(filter) && (
        <button type="button" onClick={() => onFilter({ version })}>
          Clear the filter
        </button>
      )}
    </div>
  );
}
