import { useState } from 'preact/hooks';
import { conceptOf } from '../../../../cli/import/sending/checks.ts';
import type { Concept, Input } from '../../../../core/api/wire/messages.ts';
import { useClient } from '../../../api/use-call.ts';
import { Dialog } from '../../../parts/dialog/dialog.tsx';
import { Field } from '../../../parts/form/field.tsx';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { Progress } from '../../../parts/progress.tsx';
import { Problem } from '../../../parts/states.tsx';
import { patchesOf, sendPatches } from './relabel.ts';
import type { NamedConcept, RelabelMode } from './relabel.ts';
import { useConcepts } from './use-concepts.ts';

interface RelabelDialogProps {
  readonly count: number;
  /** Reads the inputs that are meant. */
  readonly read: () => Promise<Input[]>;
  /** Told the inputs as they were and as they are. */
  readonly onDone: (before: readonly Input[], after: readonly Input[]) => void;
  readonly onClose: () => void;
}

const modes: readonly { readonly mode: RelabelMode; readonly text: string }[] = [
  { mode: 'add', text: 'Add these concepts' },
  { mode: 'remove', text: 'Take these concepts away' },
  { mode: 'replace', text: 'Replace all concepts of the whole input by these' },
];

/** Asks for concepts, and what to do with them on every selected input. */
export function RelabelDialog({ count: selected, read, onDone, onClose }: RelabelDialogProps) {
  const client = useClient();
  const [mode, setMode] = useState<RelabelMode>('add');
  const [chosen, setChosen] = useState<readonly NamedConcept[]>([]);
  const [done, setDone] = useState<number | Error>();
  const submit = async (event: Event) => {
    event.preventDefault();
    setDone(0);
    try {
      const before = await read();
      const patches = patchesOf(before, { mode, concepts: chosen });
      onDone(before, await sendPatches(client, patches, setDone));
      onClose();
    } catch (error) {
      setDone(error as Error);
    }
  };
  return (
    <Dialog title={`Relabel ${count(selected, 'input')}`} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <ConceptChooser chosen={chosen} onChoose={setChosen} />
        <fieldset>
          <legend>What to do</legend>
          {modes.map(({ mode: each, text }) => (
            <label key={each} class="choice">
              <input
                type="radio"
                name="mode"
                checked={mode === each}
                onChange={() => setMode(each)}
              />
              {text}
            </label>
          ))}
        </fieldset>
        <p class="hint">
          Labels of boxes and masks stay. Dataset versions keep the labels they have.
        </p>
        {typeof done === 'number' && (
          <Progress
            label={`${grouped(done)} of ${count(selected, 'input')} relabelled`}
            percent={(100 * done) / selected}
          />
        )}
        {done instanceof Error && <Problem title="Not all were relabelled" error={done} />}
        <footer>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="primary" disabled={chosen.length === 0 || typeof done === 'number'}>
            Relabel
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface ConceptChooserProps {
  readonly chosen: readonly NamedConcept[];
  readonly onChoose: (chosen: readonly NamedConcept[]) => void;
}

/** Concepts that are there by their names, and new ones. */
function ConceptChooser({ chosen, onChoose }: ConceptChooserProps) {
  const known = useConcepts();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const add = () => {
    const concept = conceptNamed(text, known);
    if (typeof concept === 'string') return setFault(concept);
    setFault(undefined);
    setText('');
    return onChoose([...chosen.filter(({ id }) => id !== concept.id), concept]);
  };
  return (
    <>
      <Field label="Concept" hint="One that is there, or a new one" error={fault}>
        <input
          list="concepts"
          value={text}
          autocomplete="off"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || text.trim() === '') return;
            event.preventDefault();
            add();
          }}
        />
      </Field>
      <datalist id="concepts">
        {known.map(({ id, name }) => (
          <option key={id} value={name || id} />
        ))}
      </datalist>
      <button type="button" disabled={text.trim() === ''} onClick={add}>
        Choose this concept
      </button>
      <p class="row" role="status">
        {chosen.map((concept) => (
          <span key={concept.id} class="tag">
            {concept.name ?? concept.id}{' '}
            <button
              type="button"
              class="link"
              aria-label={`Without ${concept.name ?? concept.id}`}
              onClick={() => onChoose(chosen.filter(({ id }) => id !== concept.id))}
            >
              ×
            </button>
          </span>
        ))}
      </p>
    </>
  );
}

/** The concept that has this name, or a new one as imports would make it; a text is why not. */
function conceptNamed(text: string, known: readonly Concept[]): NamedConcept | string {
  const asked = conceptOf(text);
  if (typeof asked === 'string') return asked;
  const name = asked.name ?? asked.id;
  const found = known.find((one) => one.name === name) ?? known.find(({ id }) => id === name);
  return found ? { id: found.id, name: found.name } : asked;
}
