/** What a snippet is about. */
export interface SnippetFacts {
  readonly url: string;
  readonly userId: string;
  readonly appId: string;
  readonly modelId: string;
  /** Absent: the newest that can predict answers. */
  readonly versionId?: string | undefined;
  readonly takesText: boolean;
}

/** For a POSIX shell: one word, whatever is in it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command of deeptune that asks the same. */
export function cliSnippet({ appId, modelId, versionId, takesText }: SnippetFacts): string {
  const version = versionId === undefined ? '' : ` --version ${quoted(versionId)}`;
  const what = takesText ? 'text.txt' : 'picture.jpg';
  return `deeptune predict ${quoted(modelId)} ${what} --app ${quoted(appId)}${version}`;
}

/** The request with curl; the key is read from the environment and never written down. */
export function curlSnippet(facts: SnippetFacts): string {
  const { url, userId, appId, modelId, versionId, takesText } = facts;
  const [user, app, model] = [userId, appId, modelId].map(encodeURIComponent);
  const version = versionId === undefined ? '' : `/versions/${encodeURIComponent(versionId)}`;
  const address = `${url}/v2/users/${user}/apps/${app}/models/${model}${version}/outputs`;
  const body = takesText
    ? `jq -n --rawfile text text.txt '{inputs: [{data: {text: {raw: $text}}}]}'`
    : `base64 < picture.jpg | jq -Rs '{inputs: [{data: {image: {base64: gsub("\\\\s"; "")}}}]}'`;
  return [
    `${body} |`,
    `  curl -sS ${quoted(address)} \\`,
    `    -H "Authorization: Key $DEEPTUNE_KEY" -H 'Content-Type: application/json' -d @-`,
  ].join('\n');
}
