/**
 * What YOLO's data files are written in: keys with a value, a list or numbered names below them.
 * Nothing else of YAML, which is a large language: the command line reads all of it.
 * @throws Error that says which line is of another kind
 */
export function parsePlainYaml(text: string): unknown {
  const whole: Record<string, unknown> = {};
  let below: { readonly key: string; readonly lines: string[] } | undefined;
  const close = () => {
    if (below) whole[below.key] = below.lines.length > 0 ? blockOf(below.lines) : null;
    below = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    const bare = withoutComment(line);
    if (bare.trim() === '' || bare.trim() === '---') continue;
    const isBelow = /^\s|^-/.test(bare);
    if (isBelow && below) below.lines.push(bare.trim());
    else if (isBelow) throw tooMuch(line);
    else {
      close();
      const [key, value] = pairOf(bare, line);
      if (value === '') below = { key, lines: [] };
      else whole[key] = valueOf(value, line);
    }
  }
  close();
  return whole;
}

function blockOf(lines: readonly string[]): unknown {
  if (lines.every((line) => line.startsWith('-')))
    return lines.map((line) => valueOf(line.slice(1).trim(), line));
  const pairs = lines.map((line) => {
    const [key, value] = pairOf(line, line);
    return [key, valueOf(value, line)] as const;
  });
  return Object.fromEntries(pairs);
}

function pairOf(bare: string, line: string): [key: string, value: string] {
  const [, quoted, plain, value = ''] =
    /^(?:(["'][^"']*["'])|([^\s"'[\]{},&*!|>%@`#-][^:]*?)|)\s*:(?:\s+(.*))?$/.exec(bare.trim()) ??
    [];
  const key = quoted === undefined ? plain : quoted.slice(1, -1);
  if (key === undefined || key === '') throw tooMuch(line);
  return [key, value.trim()];
}

function valueOf(value: string, line: string): unknown {
  if (value.startsWith('[') && value.endsWith(']')) {
    const inner = value.slice(1, -1).trim();
    return inner === '' ? [] : partsOf(inner, line).map((part) => valueOf(part, line));
  }
  const quoted = /^"([^"\\]*)"$|^'([^']*)'$/.exec(value);
  if (quoted) return quoted[1] ?? quoted[2] ?? '';
  if (/^["'[\]{}&*!|>%@`,?]|^-(\s|$)|: /.test(value)) throw tooMuch(line);
  if (value === '' || /^(null|~)$/i.test(value)) return null;
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  if (/^[-+]?(0|[1-9]\d*)(\.\d+)?$/.test(value)) return Number(value);
  // Other ways to write numbers.
  if (/^[-+.]?\d[\d.eExXoOa-fA-F_+-]*$|^[-+]?\.(inf|nan)$/i.test(value)) throw tooMuch(line);
  return value;
}

/** Between the commas of a list in one line. */
function partsOf(inner: string, line: string): string[] {
  const parts = inner.match(/"[^"\\]*"|'[^']*'|[^,"'[\]{}]+/g) ?? [];
  const bare = parts.map((part) => part.trim()).filter((part) => part !== '');
  const outside = inner.replaceAll(/"[^"\\]*"|'[^']*'/g, '');
  if (/["'[\]{}]/.test(outside)) throw tooMuch(line);
  const commas = outside.split(',').length;
  if (bare.length !== commas && !(inner.endsWith(',') && bare.length === commas - 1))
    throw tooMuch(line);
  return bare;
}

function withoutComment(line: string): string {
  return line.replace(
    /("[^"]*"|'[^']*')|(^|\s)#.*$/g,
    (_, quoted: string | undefined) => quoted ?? '',
  );
}

function tooMuch(line: string): Error {
  return new Error(
    `the line ${JSON.stringify(line.slice(0, 80))} is written in a way that the browser does not read; the command line does`,
  );
}
