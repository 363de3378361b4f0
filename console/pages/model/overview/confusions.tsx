import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { JsonObject } from '../../../../core/json.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId } from '../../../api/use-call.ts';
import { ConfusionMatrix } from '../../../charts/confusion-matrix.tsx';
import { mistakesOf } from '../../../charts/confusion.ts';
import type { Mistake } from '../../../charts/confusion.ts';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { confusionOf } from '../figures/measures.ts';
import { useConceptNames } from '../use-concepts.ts';

interface ConfusionsProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly metrics: JsonObject;
}

/** Which concept was taken for which: the commonest mistakes in words, and the matrix. */
export function Confusions({ modelId, version, metrics }: ConfusionsProps) {
  const app = useAppId();
  const nameOf = useConceptNames(modelId, version);
  const { query } = useRoute();
  const confusion = confusionOf(metrics);
  if (!confusion) return null;
  const hrefOf = (label: string, answer: string) =>
    addresses.model(app, modelId, 'overview', { version: query['version'], label, answer });
  const mistakes = mistakesOf(confusion);
  return (
    <Panel
      title="Confusions"
      text={
        mistakes.length === 0
          ? 'No held-out input was answered with another concept.'
          : `${count(mistakes.length, 'pair')} of concepts were confused.`
      }
    >
      <div class="stack">
        <Mistakes mistakes={mistakes} {...{ nameOf, hrefOf }} />
        <ConfusionMatrix confusion={confusion} nameOf={nameOf} hrefOf={hrefOf} />
      </div>
    </Panel>
  );
}

const perPage = 8;

interface MistakesProps {
  readonly mistakes: readonly Mistake[];
  readonly nameOf: (conceptId: string) => string;
  readonly hrefOf: (labelled: string, answered: string) => string;
}

/** The pairs in words, the commonest first. */
function Mistakes({ mistakes, nameOf, hrefOf }: MistakesProps) {
  const [shown, setShown] = useState(perPage);
  if (mistakes.length === 0) return null;
  return (
    <div>
      <ol class="mistakes">
        {mistakes.slice(0, shown).map(({ labelled, answered, count: times, share }) => (
          <li key={`${labelled} ${answered}`}>
            <a href={hrefOf(labelled, answered)}>
              <bdi>{nameOf(labelled)}</bdi> taken for <bdi>{nameOf(answered)}</bdi>
            </a>{' '}
            <span class="hint">
              {count(times, 'time')}, {(100 * share).toFixed(0)} % of its inputs
            </span>
          </li>
        ))}
      </ol>
      {mistakes.length > shown && (
        <button type="button" onClick={() => setShown(shown + 20)}>
          Show more of the {grouped(mistakes.length)} pairs
        </button>
      )}
    </div>
  );
}
