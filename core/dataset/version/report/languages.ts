/** What is looked at of a text: enough to know its language. */
const lookedAt = 1_000;

/** Unicode scripts that are told apart; kana with or without Han are `Japanese`. */
const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Bengali',
  'Tamil',
  'Telugu',
  'Thai',
  'Georgian',
  'Armenian',
  'Ethiopic',
  'Hangul',
  'Hiragana',
  'Katakana',
  'Han',
] as const;
const patterns = scripts.map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'gu')] as const);
const onlyLatin = /^[\p{Script=Latin}\P{L}]*$/u;

/** The script of most letters: `none` without any, `other` for those that are not listed. */
export function scriptOf(text: string): string {
  const part = text.slice(0, lookedAt);
  if (!/\p{L}/u.test(part)) return 'none';
  if (onlyLatin.test(part)) return 'Latin';
  const counts = new Map<string, number>();
  for (const [name, pattern] of patterns) {
    const count = part.match(pattern)?.length ?? 0;
    if (count > 0) counts.set(name, count);
  }
  if (counts.has('Hiragana') || counts.has('Katakana')) return 'Japanese';
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? 'other';
}

/** Scripts that one language of many readers is written in. */
const languagesOfScripts: Readonly<Record<string, string>> = {
  Greek: 'Greek',
  Hebrew: 'Hebrew',
  Thai: 'Thai',
  Tamil: 'Tamil',
  Telugu: 'Telugu',
  Bengali: 'Bengali',
  Georgian: 'Georgian',
  Armenian: 'Armenian',
  Hangul: 'Korean',
  Japanese: 'Japanese',
  Han: 'Chinese',
};

/**
 * The commonest function words, by language. A table of trigrams tells more languages apart, and
 * would be larger than all else that freezes a dataset.
 */
const functionWords: Readonly<Record<string, string>> = {
  English: 'the of and to in is that it was for on with as this are be you not have from',
  German: 'der die das und ist nicht ein eine ich zu den mit sich auf für dem von es auch wie',
  French: 'le la les des et est une un que dans pour pas qui sur ce au avec il je nous',
  Spanish: 'el la los las que y en un una por con para es no se lo como más pero su',
  Portuguese: 'o a os as que e em um uma não com para por é do da se mais mas no',
  Italian: 'il la che di e un una per non sono con è del della gli le si ma come anche',
  Dutch: 'de het een en van ik is dat niet te zijn op met voor ook aan maar er om die',
  Swedish: 'och att det som en är på inte för med av till den jag har ett om men var så',
  Danish: 'og at det som en er på ikke til af for med den jeg har et om men var så',
  Polish: 'i w nie na się z do to jest że a o jak po ale co tak za od dla',
  Turkish: 've bir bu için ile de da çok ne o ama gibi daha var ben mi en olarak sonra kadar',
  Indonesian: 'yang dan di itu dengan untuk tidak ini dari dalam akan pada saya adalah ke juga',
  Russian: 'и в не на что с я как это а по он но за из у так же то все',
  Ukrainian: 'і в не на що з я як це та до а є він але за із так про для',
  Arabic: 'في من على أن إلى عن ما هذا لا التي الذي هو مع كان هذه',
  Hindi: 'के का की है में से और को पर यह नहीं हैं एक भी था',
};
const languagesOfWords = new Map<string, string[]>();
for (const [language, words] of Object.entries(functionWords))
  for (const word of words.split(' '))
    languagesOfWords.set(word, [...(languagesOfWords.get(word) ?? []), language]);

/**
 * The language of a text by its function words, of which it needs two that no other language has
 * more of; `unknown` else. Languages of scripts of their own need a letter.
 */
export function languageOf(text: string, script: string): string {
  const ofScript = languagesOfScripts[script];
  if (ofScript) return ofScript;
  const hits = new Map<string, number>();
  const words =
    text
      .slice(0, lookedAt)
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  for (const word of words)
    for (const language of languagesOfWords.get(word) ?? [])
      hits.set(language, (hits.get(language) ?? 0) + 1);
  const [first, second] = [...hits].sort(([, a], [, b]) => b - a);
  return first && first[1] >= 2 && first[1] > (second?.[1] ?? 0) ? first[0] : 'unknown';
}
