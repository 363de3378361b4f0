import type { Command, Option } from 'commander';
import { safeText } from '../frame/output/safe-text.ts';

/** A word that may stand next, and what it is. */
interface Word {
  readonly word: string;
  readonly what: string;
}

/** What may stand behind the words of a command. */
interface Place {
  /** Words of commands, joined by blanks: empty, `schedules`, `schedules create`. */
  readonly path: string;
  readonly words: readonly Word[];
  /** Values of options that have few. */
  readonly values: readonly { readonly option: string; readonly words: readonly string[] }[];
  /** Options that are followed by a value. */
  readonly valued: readonly string[];
}

/** A script for a shell, made of the program itself: nothing is asked at Tab. */
export function completionScript(program: Command, shell: 'bash' | 'zsh' | 'fish'): string {
  const places = placesOf(program, []);
  if (shell === 'fish') return fishScript(places);
  return shell === 'bash' ? bashScript(places) : zshScript(places);
}

function placesOf(command: Command, path: readonly string[]): Place[] {
  const options = [...(path.length === 0 ? [] : globalOptions(command)), ...command.options];
  const below = command.commands.map((each) => ({ word: each.name(), what: each.summary() }));
  const place: Place = {
    path: path.join(' '),
    words: [...below, ...options.flatMap(wordsOf), { word: '--help', what: 'how it is called' }],
    values: options.flatMap((option) =>
      option.argChoices === undefined
        ? []
        : [{ option: option.long ?? '', words: option.argChoices }],
    ),
    valued: options.filter(({ required }) => required).flatMap(flagsOf),
  };
  const choices = command.registeredArguments[0]?.argChoices ?? [];
  const words = [...choices.map((word) => ({ word, what: '' })), ...place.words];
  return [
    { ...place, words },
    ...command.commands.flatMap((each) => placesOf(each, [...path, each.name()])),
  ];
}

function globalOptions(command: Command): readonly Option[] {
  const above = command.parent;
  return above === null ? [] : above.parent === null ? above.options : globalOptions(above);
}

const flagsOf = ({ long, short }: Option) => [long, short].filter((flag) => flag !== undefined);
const wordsOf = (option: Option): Word[] =>
  option.long ? [{ word: option.long, what: option.description }] : [];

/** Common to both shells: the place by the words that are commands, in a `case`. */
function cases(places: readonly Place[], line: (place: Place) => string): string {
  return places.map((place) => `    '${place.path}') ${line(place)} ;;`).join('\n');
}

function valueCases(places: readonly Place[]): string {
  const all = new Map(
    places.flatMap(({ values }) => values).map(({ option, words }) => [option, words]),
  );
  return [...all]
    .map(([option, words]) => `    ${option}) words='${words.join(' ')}' ;;`)
    .join('\n');
}

const valuedOptions = (places: readonly Place[]) =>
  [...new Set(places.flatMap(({ valued }) => valued))].join('|');

const paths = (places: readonly Place[]) => places.map(({ path }) => `'${path}'`).join('|');

/** Written for both shells, which differ in how words are counted and offered. */
function bashScript(places: readonly Place[]): string {
  return `# completion of deeptune for bash; made by: deeptune completion bash
_deeptune() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path='' words='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${path:+$path }\${COMP_WORDS[index]}" in
    ${paths(places.slice(1))}) path="\${path:+$path }\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$previous" in
${valueCases(places)}
    ${valuedOptions(places)})
      while IFS= read -r index; do COMPREPLY+=("$index"); done < <(compgen -f -- "$current")
      return ;;
  esac
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$current")); return; fi
  case "$path" in
${cases(places, ({ words }) => `words='${words.map(({ word }) => word).join(' ')}'`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $current != -* && -n $path ]]; then
    while IFS= read -r index; do COMPREPLY+=("$index"); done < <(compgen -f -- "$current")
  fi
}
complete -o filenames -F _deeptune deeptune
`;
}

function zshScript(places: readonly Place[]): string {
  const described = ({ words }: Place) =>
    `choices=(${words.map(({ word, what }) => quoted(`${word}:${what}`)).join(' ')})`;
  return `#compdef deeptune
# completion of deeptune for zsh; made by: deeptune completion zsh
_deeptune() {
  local current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}" spoken='' values='' index
  local -a choices
  for ((index = 2; index < CURRENT; index++)); do
    case "\${spoken:+$spoken }\${words[index]}" in
    ${paths(places.slice(1))}) spoken="\${spoken:+$spoken }\${words[index]}" ;;
    esac
  done
  case "$previous" in
${valueCases(places).replaceAll('words=', 'values=')}
    ${valuedOptions(places)}) _files; return ;;
  esac
  if [[ -n $values ]]; then compadd -- \${=values}; return; fi
  case "$spoken" in
${cases(places, described)}
  esac
  _describe 'deeptune' choices
  [[ $current != -* && -n $spoken ]] && _files
}
compdef _deeptune deeptune
`;
}

function fishScript(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, words, values }) => {
    const condition = path === '' ? '__deeptune_at' : `__deeptune_at ${path}`;
    const base = `complete -c deeptune -n ${quoted(condition)}`;
    return [
      ...words.map(({ word, what }) =>
        word.startsWith('--')
          ? `${base} -l ${word.slice(2)} -d ${quoted(what)}`
          : `${base} -f -a ${word} -d ${quoted(what)}`,
      ),
      ...values.map(
        ({ option, words: of }) => `${base} -x -l ${option.slice(2)} -a ${quoted(of.join(' '))}`,
      ),
    ];
  });
  const all = places.slice(1).map(({ path }) => quoted(path));
  return `# completion of deeptune for fish; made by: deeptune completion fish
function __deeptune_at
  set -l path
  for word in (commandline -opc)[2..]
    set -l longer (string trim -- "$path $word")
    if contains -- "$longer" ${all.join(' ')}
      set path "$longer"
    end
  end
  test "$path" = "$argv"
end
${lines.join('\n')}
`;
}

function quoted(text: string): string {
  return `'${safeText(text).replaceAll("'", '’')}'`;
}
