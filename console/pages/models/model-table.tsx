import type { Model } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { dollars, instant } from '../../parts/in-words.ts';
import { stateOf } from '../../parts/version-state.ts';
import { VersionState } from '../../parts/version-state.tsx';
import { HeadlineFigure } from '../model/figures/headline-figure.tsx';
import { factsOf } from './model-facts.ts';

/** One row a model; on a narrow screen one panel a model. */
export function ModelTable({ app, models }: { app: string; models: readonly Model[] }) {
  return (
    <div class="table">
      <table class="cards">
        <caption class="hidden">Models, with what is known of their newest version</caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">State</th>
            <th scope="col">Metric on held-out data</th>
            <th scope="col">Last training</th>
            <th scope="col" class="number">
              Charged
            </th>
            <th scope="col">Type</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Row key={model.id} app={app} model={model} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ app, model }: { app: string; model: Model }) {
  const { headline, lastTraining, chargedMicros } = factsOf(model);
  const { model_version: version } = model;
  const state = stateOf(version);
  const tab = state.isOpen || state.name === 'failed' ? 'train' : 'overview';
  const percent = version.status.percent_completed;
  return (
    <tr>
      <th scope="row">
        <a href={addresses.model(app, model.id, tab)} dir="auto">
          {model.id}
        </a>
        {model.name !== model.id && (
          <span class="sub" dir="auto">
            {model.name}
          </span>
        )}
      </th>
      <td data-label="State">
        <VersionState version={version} />
        {state.isOpen && percent !== undefined && (
          <progress aria-label={`Progress of ${model.id}`} max={100} value={percent} />
        )}
      </td>
      <td data-label="Metric">
        {headline ? <HeadlineFigure headline={headline} /> : <span class="hint">–</span>}
      </td>
      <td data-label="Last training">
        {lastTraining ? (
          <>
            {!lastTraining.hasEnded && <span class="hint">asked for </span>}
            {instant(lastTraining.at)}
          </>
        ) : (
          <span class="hint">never</span>
        )}
      </td>
      <td data-label="Charged" class="number">
        {chargedMicros === undefined ? <span class="hint">–</span> : dollars(chargedMicros)}
      </td>
      <td data-label="Type">{model.model_type_id}</td>
    </tr>
  );
}
