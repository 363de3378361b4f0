import { useState } from 'preact/hooks';
import { Field } from '../../../parts/form/field.tsx';
import { refusalOfText, textRules } from './intake.ts';
import type { Source } from './question.ts';

interface TextQuestionProps {
  readonly onAdd: (sources: readonly Source[]) => void;
}

/** Takes a text, or one a line. */
export function TextQuestion({ onAdd }: TextQuestionProps) {
  const [text, setText] = useState('');
  const [isByLine, setByLine] = useState(false);
  const [problem, setProblem] = useState<string>();
  const add = (texts: readonly string[]) => {
    const refused = texts.map(refusalOfText).find((why) => why !== undefined);
    setProblem(texts.length === 0 ? 'there is no text in it' : refused);
    if (texts.length === 0 || refused !== undefined) return;
    onAdd(texts.map((each) => ({ kind: 'text', text: each })).reverse() as Source[]);
    setText('');
  };
  const submit = (event: Event) => {
    event.preventDefault();
    add(isByLine ? text.split('\n').filter((line) => line.trim() !== '') : [text]);
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Field label="Text" hint={`${textRules}. Ctrl and Enter predict.`} error={problem}>
        <textarea
          value={text}
          rows={4}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
          }}
        />
      </Field>
      <div class="row">
        <button class="primary">Predict</button>
        <label class="choice">
          <input
            type="checkbox"
            checked={isByLine}
            onChange={({ currentTarget }) => setByLine(currentTarget.checked)}
          />
          one text a line
        </label>
        <label class="choice">
          <span class="hidden">Text files</span>
          <input
            type="file"
            multiple
            accept=".txt,text/plain"
            onChange={({ currentTarget }) => {
              const files = [...(currentTarget.files ?? [])];
              currentTarget.value = '';
              void Promise.all(files.map((file) => file.text())).then(add);
            }}
          />
        </label>
      </div>
    </form>
  );
}
