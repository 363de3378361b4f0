import { useRoute } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import type { Answers, ModelVersion } from '../../../../../core/api/wire/messages.ts';
import { useCall } from '../../../../api/use-call.ts';
import { count, grouped } from '../../../../parts/figures/in-words.ts';
import { Panel } from '../../../../parts/panel.tsx';
import { Loading, Problem } from '../../../../parts/states.tsx';
import { Pager } from '../../../../parts/table/pager.tsx';
import { addressWith, useQueryState } from '../../../../parts/use-query-state.ts';
import { useConceptNames } from '../../use-concepts.ts';
import { RowTile } from './row-tile.tsx';
import { useInputs } from './use-inputs.ts';

interface HeldOutRowsProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

const perPage = 12;

const scores: Readonly<Record<string, string>> = {
  right: 'score: 1 where the answer is right',
  recall1: 'score: 1 where the nearest one has the same concept',
  ap50: 'score: average precision of its boxes',
  meanIou: 'score: mean IoU of its regions',
  rougeL: 'score: ROUGE-L of the answer',
};

/**
 * Held-out inputs with what they are labelled with and what was answered, the worst first; or those
 * of one cell of the confusion matrix.
 */
export function HeldOutRows({ modelId, version }: HeldOutRowsProps) {
  const { query } = useRoute();
  const { label, answer } = query;
  const isCell = label !== undefined && answer !== undefined;
  const [pageText] = useQueryState('rows', '1');
  const [only, setOnly] = useQueryState('only');
  const page = Math.max(1, Math.floor(Number(pageText)) || 1);
  const nameOf = useConceptNames(modelId, version);
  const { data, error, refetch } = useCall('ListModelVersionHeldOutPredictions', {
    ...{ model_id: modelId, version_id: version.id, page, per_page: perPage, order: 'worst' },
    ...(only === 'wrong' && !isCell ? { only_wrong: true } : {}),
    ...(label === undefined ? {} : { concept: label }),
    ...(answer === undefined ? {} : { predicted: answer }),
  });
  const title = isCell
    ? `Labelled ${nameOf(label)}, answered ${nameOf(answer)}`
    : 'Worst answers to held-out inputs';
  const box = useRef<HTMLDivElement>(null);
  // A cell of the matrix was chosen: its inputs come into sight.
  useEffect(() => {
    if (isCell) box.current?.scrollIntoView();
    if (isCell) box.current?.focus({ preventScroll: true });
  }, [label, answer]);
  return (
    <div ref={box} tabIndex={-1} style={{ scrollMarginTop: '4rem' }}>
      <Panel
        title={title}
        text={data && wordsOf(data)}
        actions={
          isCell ? (
            <a class="button" href={addressWith({ label: '', answer: '', rows: '' })}>
              Show the worst of all
            </a>
          ) : (
            <label class="choice">
              <input
                type="checkbox"
                checked={only === 'wrong'}
                onChange={({ currentTarget }) => setOnly(currentTarget.checked ? 'wrong' : '')}
              />
              Only wrong ones
            </label>
          )
        }
      >
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="answers" />}
        {data && <Tiles {...{ modelId, version, nameOf }} found={data} />}
        {data && (
          <Pager
            page={page}
            hasNext={page * perPage < data.total}
            hrefOf={(to) => addressWith({ rows: to === 1 ? '' : String(to) })}
            {...(data.total > perPage ? { text: pageWords(page, data.total) } : {})}
          />
        )}
      </Panel>
    </div>
  );
}

type Answer = Answers['ListModelVersionHeldOutPredictions'];

function wordsOf({ notKept, total, rows, scoreName }: Answer): string {
  if (notKept !== undefined) return notKept;
  const kept =
    rows && rows.chosen < rows.heldOut
      ? ` Of ${grouped(rows.heldOut)} held-out inputs ${grouped(rows.chosen)} were chosen to be kept with their answers.`
      : '';
  const failed = rows?.failed ? ` ${count(rows.failed, 'input')} could not be answered.` : '';
  const score = scores[scoreName ?? ''];
  return `${count(total, 'input')}${score ? `; ${score}` : ''}.${kept}${failed}`;
}

function pageWords(page: number, total: number): string {
  const first = (page - 1) * perPage + 1;
  return `${first} to ${Math.min(total, page * perPage)} of ${grouped(total)}`;
}

interface TilesProps extends HeldOutRowsProps {
  readonly found: Answer;
  readonly nameOf: (conceptId: string) => string;
}

const narrow = { gridTemplateColumns: 'repeat(auto-fill, minmax(min(11rem, 100%), 1fr))' };

function Tiles({ version, found, nameOf }: TilesProps) {
  const { predictions: rows, scoreName = '' } = found;
  const inputs = useInputs(rows.map(({ input_id: id }) => id)).data;
  return (
    <div class="columns" role="list" style={narrow}>
      {rows.map((row) => (
        <RowTile
          key={row.input_id}
          row={row}
          input={inputs?.get(row.input_id)}
          datasetId={version.train_info?.dataset.id ?? ''}
          isJudged={scoreName === 'right' || scoreName === 'recall1'}
          nameOf={nameOf}
        />
      ))}
    </div>
  );
}
