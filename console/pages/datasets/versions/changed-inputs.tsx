import type { DatasetVersionDifference } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { grouped } from '../../../parts/figures/in-words.ts';

const kinds = [
  { kind: 'added', text: 'Added' },
  { kind: 'removed', text: 'Removed' },
  { kind: 'relabelled', text: 'Relabelled' },
  { kind: 'replaced', text: 'With other content under the same id' },
  { kind: 'moved', text: 'On the other side of the split' },
] as const;

interface ChangedInputsProps {
  readonly difference: DatasetVersionDifference;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** The inputs that differ, by what is different of them. */
export function ChangedInputs({ difference, page, onPage }: ChangedInputsProps) {
  const longest = Math.max(...kinds.map(({ kind }) => difference[kind].inputs.length));
  const most = Math.max(...kinds.map(({ kind }) => difference[kind].count));
  const last = Math.ceil(most / 100);
  return (
    <div class="stack">
      {kinds.map(({ kind, text }) => (
        <Changed key={kind} text={text} {...difference[kind]} datasetId={difference.dataset_id} />
      ))}
      {last > 1 && (
        <div class="row">
          <button type="button" disabled={page === 1} onClick={() => onPage(page - 1)}>
            Previous inputs
          </button>
          <span class="hint">
            Page {grouped(page)} of {grouped(last)} of each list, {longest} inputs at most
          </span>
          <button type="button" disabled={page >= last} onClick={() => onPage(page + 1)}>
            Next inputs
          </button>
        </div>
      )}
    </div>
  );
}

interface ChangedProps {
  readonly text: string;
  readonly datasetId: string;
  readonly count: number;
  readonly inputs: DatasetVersionDifference['added']['inputs'];
}

function Changed({ text, datasetId, count, inputs }: ChangedProps) {
  const app = useAppId();
  if (count === 0) return <p class="faint">{text}: none</p>;
  return (
    <details>
      <summary>
        {text}: {grouped(count)}
      </summary>
      <ul class="problems">
        {inputs.map(({ id, before, after }) => (
          <li key={id}>
            <a class="mono" href={addresses.dataset(app, datasetId, 'inputs', { search: id })}>
              {id}
            </a>{' '}
            <span class="hint">{labelsInWords(before, after)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function labelsInWords(before?: readonly string[], after?: readonly string[]): string {
  const said = (ids: readonly string[]) => (ids.length > 0 ? ids.join(', ') : 'unlabelled');
  if (before && after && said(before) !== said(after)) return `${said(before)} → ${said(after)}`;
  const one = after ?? before;
  return one ? said(one) : '';
}
