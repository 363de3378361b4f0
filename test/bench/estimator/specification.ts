import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../core/json.ts';
import type { SourceName } from './sweep/data-sources.ts';

/** One training of the sweep, repeated as often as the specification says. */
export interface Configuration {
  readonly id: string;
  readonly modelTypeId: string;
  readonly template: string;
  readonly source: SourceName;
  /** Rows of the source, shuffled once: `count` of them from `offset` (absent: 0) on. */
  readonly count: number;
  readonly offset?: number;
  /** Hyperparameters that are not the template's defaults. */
  readonly params: JsonObject;
  /** Configuration whose newest version it goes on from: an incremental training. */
  readonly parent?: string;
}

/** What a sweep runs. It is frozen and committed before the sweep begins. */
export interface Specification {
  readonly seed: number;
  readonly repeats: number;
  readonly configurations: readonly Configuration[];
}

/** `frozen`: what is published. `pilot`: other configurations, for development. */
export type SpecificationName = 'frozen' | 'pilot';

export interface NamedSpecification extends Specification {
  readonly name: SpecificationName;
  /** SHA-256 of the file: every record names it. */
  readonly sha256: string;
}

const files = { frozen: 'specification.json', pilot: 'pilot.json' } as const;

/**
 * Reads a specification from the file beside this one.
 * @throws Error for an id that stands twice, and a parent that is none
 */
export function readSpecification(name: SpecificationName): NamedSpecification {
  const bytes = readFileSync(join(import.meta.dirname, files[name]));
  const read = JSON.parse(bytes.toString()) as Specification;
  const problem = problemOf(read);
  if (problem) throw new Error(`${files[name]}: ${problem}`);
  return { ...read, name, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function problemOf({ configurations }: Specification): string | undefined {
  const ids = configurations.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) return `configuration ${twice} stands twice`;
  const roots = new Set(configurations.filter(({ parent }) => !parent).map(({ id }) => id));
  const orphan = configurations.find(({ parent }) => parent && !roots.has(parent));
  return orphan && `${orphan.id} names the parent ${orphan.parent}, which trains from none here`;
}
