import type { Json, JsonObject } from '../../../core/json.ts';
import type { EntryConcept } from '../entry.ts';
import { parseExact } from './exact-json.ts';

type Label = EntryConcept;

/** A label as it stands in a table, and what is wrong with it: a sentence. */
export type Labels = { readonly labels: readonly Label[] } | { readonly problem: string };

/**
 * The labels that a cell or a field holds: a text (several with the separator between them), a
 * number or a truth value as its text, a list, a list written out as JSON or Python do, or objects
 * with `id` or `name`, and `value`: 0 says that the concept is not there.
 */
export function labelsOf(value: Json | undefined, separator = '|'): Labels {
  const written = typeof value === 'string' ? listIn(value) : undefined;
  const found = written ?? value;
  const parts = Array.isArray(found)
    ? (found as readonly Json[])
    : typeof found === 'string'
      ? found.split(separator)
      : [found];
  const labels: Label[] = [];
  for (const part of parts) {
    const label = labelOf(part);
    if (label === undefined)
      return {
        problem: `The label is ${JSON.stringify(part).slice(0, 200)}; wanted a text, a list of texts, or {"id": "cat", "value": 1}`,
      };
    if (label !== '') labels.push(label);
  }
  return { labels };
}

/** Undefined: no label can be made of it. Empty: it says nothing. */
function labelOf(value: Json | undefined): Label | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value).trim();
  return Array.isArray(value) ? undefined : conceptOf(value as JsonObject);
}

function conceptOf({ id, name, value }: JsonObject): EntryConcept | undefined {
  const [known, title] = [textOf(id), textOf(name)];
  const amount = value === undefined || value === null ? 1 : Number(value);
  const isAmount = typeof value !== 'string' && !Array.isArray(value) && amount >= 0 && amount <= 1;
  const called = known ?? title;
  if (called === undefined || !isAmount) return undefined;
  return { id: called, ...(title === undefined ? {} : { name: title }), value: amount };
}

function textOf(value: Json | undefined): string | undefined {
  const isNamed = (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
  return isNamed ? String(value).trim() : undefined;
}

/** What a cell holds as a list or an object in JSON, or as a list in Python. */
function listIn(cell: string): Json | undefined {
  const text = cell.trim();
  if (!/^(\[.*\]|\(.*\)|\{.*\})$/s.test(text)) return undefined;
  try {
    return parseExact(text);
  } catch {
    return text.startsWith('{') ? undefined : pythonList(text.slice(1, -1));
  }
}

/** `'a'`, `"it's"`, `12`, `None`; the comma after it is left out where numpy wrote the list. */
const item = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([\w.+-]+))\s*(?:,|(?=['"])|$)/sy;

function pythonList(inside: string): Json[] | undefined {
  const items: Json[] = [];
  item.lastIndex = 0;
  for (let at = 0; inside.slice(at).trim() !== ''; at = item.lastIndex) {
    const [, single, double, bare] = item.exec(inside) ?? [];
    const quoted = single ?? double;
    // A word without quotes is no Python: then the brackets belong to the label.
    if (quoted === undefined && !/^(-?[\d.]+|None|True|False)$/.test(bare ?? '')) return undefined;
    items.push(bare === 'None' ? null : (quoted?.replace(/\\(.)/gs, '$1') ?? bare ?? ''));
  }
  return items;
}
