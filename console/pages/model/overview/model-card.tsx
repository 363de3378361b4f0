import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import type { Block } from './markdown.ts';
import { blocksOf, runsOf } from './markdown.ts';

interface ModelCardProps {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** The model card that lies in the model artifact. */
export function ModelCard({ modelId, version }: ModelCardProps) {
  const asked = { model_id: modelId, version_id: version.id };
  const { data, error, refetch } = useCall('GetModelVersionCard', asked);
  const text = data?.card.text;
  return (
    <Panel
      title="Model card"
      text="As it lies in the model artifact."
      actions={text !== undefined && <CopyButton text={text} label="Copy as Markdown" />}
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="the model card" />}
      {text !== undefined && (
        <details>
          <summary>Show the card</summary>
          <div class="stack">
            {blocksOf(text).map((block, at) => (
              <CardBlock key={at} block={block} />
            ))}
          </div>
        </details>
      )}
    </Panel>
  );
}

function CardBlock({ block }: { block: Block }) {
  if (block.kind === 'heading')
    return (
      <h3>
        <Runs text={block.text} />
      </h3>
    );
  if (block.kind === 'paragraph')
    return (
      <p>
        <Runs text={block.text} />
      </p>
    );
  return (
    <div class="table" tabIndex={0} role="region" aria-label="Table of the model card">
      <table>
        <tbody>
          {block.rows
            .filter((cells) => cells.some((cell) => cell !== ''))
            .map(([name = '', ...cells], at) => (
              <tr key={at}>
                <th scope="row">
                  <Runs text={name} />
                </th>
                {cells.map((cell, column) => (
                  <td key={column}>
                    <Runs text={cell} />
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function Runs({ text }: { text: string }) {
  return (
    <>
      {runsOf(text).map(({ text: run, isCode }, at) =>
        isCode ? <code key={at}>{run}</code> : <bdi key={at}>{run}</bdi>,
      )}
    </>
  );
}
