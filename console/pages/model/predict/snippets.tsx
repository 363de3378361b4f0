import { useSession } from '../../../session/session.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Panel } from '../../../parts/panel.tsx';
import type { AskedModel } from './asked-model.ts';
import { cliSnippet, curlSnippet } from './snippet-text.ts';

/** How the same is asked without the console. */
export function Snippets({ model, takesText }: { model: AskedModel; takesText: boolean }) {
  const { session } = useSession();
  const { appId, modelId, versionId } = model;
  const facts = {
    ...{ url: location.origin, userId: session.userId, appId, modelId, versionId, takesText },
  };
  const snippets = [
    { name: 'command line', text: cliSnippet(facts) },
    { name: 'curl and jq', text: curlSnippet(facts) },
  ];
  return (
    <Panel title="The same without the console">
      <div class="stack">
        {snippets.map(({ name, text }) => (
          <div key={name}>
            <div class="row apart">
              <h3>By {name}</h3>
              <CopyButton text={text} label={`Copy for ${name}`} />
            </div>
            <pre tabIndex={0}>{text}</pre>
          </div>
        ))}
      </div>
    </Panel>
  );
}
