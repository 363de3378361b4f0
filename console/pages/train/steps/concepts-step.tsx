import { useState } from 'preact/hooks';
import type { FrozenConcept } from '../../../../core/api/wire/messages.ts';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { hasConcepts } from '../order/fields.ts';
import type { StepProps } from '../order/use-form.ts';

/** From so many concepts on they are searched. */
const few = 24;
/** More than a person goes through: a search shows the others. */
const maxShown = 200;

/** Which of the dataset's concepts it learns. */
export function ConceptsStep({ form, choices, change }: StepProps) {
  const { type, version } = form;
  if (!type || !hasConcepts(type) || choices.datasetId === '') return null;
  const all = version?.metadata.deeptune.concepts ?? [];
  if (all.length === 0)
    return (
      <Panel title="Concepts">
        <p>
          All concepts of the dataset. To choose among them, name a version of the dataset above.
        </p>
      </Panel>
    );
  const chosen = new Set(choices.conceptIds ?? all.map(({ id }) => id));
  const picked = all.filter(({ id }) => chosen.has(id)).length;
  const choose = (ids: readonly string[]) =>
    change({ conceptIds: ids.length === all.length ? undefined : ids });
  return (
    <Panel
      title="Concepts"
      text={`${picked === all.length ? 'All' : grouped(picked)} of ${count(all.length, 'concept')}. Inputs that only have others count as having none.`}
      actions={
        <>
          <button type="button" onClick={() => choose(all.map(({ id }) => id))}>
            All
          </button>
          <button type="button" onClick={() => choose([])}>
            None
          </button>
        </>
      }
    >
      <ConceptChecks {...{ all, chosen, choose }} />
      {picked === 0 && <p class="hint">With none chosen there is nothing to learn.</p>}
    </Panel>
  );
}

interface ConceptChecksProps {
  readonly all: readonly FrozenConcept[];
  readonly chosen: ReadonlySet<string>;
  readonly choose: (ids: readonly string[]) => void;
}

function ConceptChecks({ all, chosen, choose }: ConceptChecksProps) {
  const [text, setText] = useState('');
  const words = text.trim().toLowerCase();
  const found = all.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(words));
  const toggle = (id: string, isOn: boolean) =>
    choose(all.map((each) => each.id).filter((each) => (each === id ? isOn : chosen.has(each))));
  return (
    <div class="stack">
      {all.length > few && (
        <label>
          <span class="hidden">Search concepts</span>
          <input
            type="search"
            placeholder="Search concepts"
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
      )}
      <div class="checks" role="group" aria-label="Concepts to learn">
        {found.slice(0, maxShown).map(({ id, name, positives }) => (
          <label key={id} class="choice">
            <input
              type="checkbox"
              checked={chosen.has(id)}
              onChange={({ currentTarget }) => toggle(id, currentTarget.checked)}
            />
            <span>
              {name || id} <span class="hint">{grouped(positives)}</span>
            </span>
          </label>
        ))}
      </div>
      {found.length > maxShown && (
        <p class="hint">
          {grouped(found.length - maxShown)} more are not shown here: search for them.
        </p>
      )}
    </div>
  );
}
