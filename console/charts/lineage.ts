/** A version in a picture of descent. */
export interface LineageNode {
  readonly id: string;
  /** Undefined: it started from a base model, or from nothing. */
  readonly parentId: string | undefined;
}

/** Where a node stands: column by generation, row by line. */
export interface PlacedNode extends LineageNode {
  readonly column: number;
  readonly row: number;
}

/**
 * The line of a version: its ancestors as far as they are known, and its descendants among `known`,
 * every other line left out.
 * @param known versions by their id, in any order
 * @param maxAncestors so many generations before it at most
 */
export function lineOf(
  known: ReadonlyMap<string, LineageNode>,
  chosen: string,
  maxAncestors: number,
): LineageNode[] {
  const ancestors: LineageNode[] = [];
  let at = known.get(chosen);
  while (at && ancestors.length <= maxAncestors && !ancestors.includes(at)) {
    ancestors.unshift(at);
    at = at.parentId === undefined ? undefined : known.get(at.parentId);
  }
  const found = new Set(ancestors.map(({ id }) => id));
  const children = childrenIn(known);
  const line = [...ancestors];
  const open = [chosen];
  for (let id = open.shift(); id !== undefined; id = open.shift())
    for (const child of children.get(id) ?? [])
      if (!found.has(child.id)) {
        found.add(child.id);
        line.push(child);
        open.push(child.id);
      }
  return line;
}

/**
 * Places a line from left to right: each generation a column; a first child stands in its parent's
 * row, every further one below what is there already.
 */
export function placed(line: readonly LineageNode[]): PlacedNode[] {
  const ids = new Set(line.map(({ id }) => id));
  const children = childrenIn(new Map(line.map((node) => [node.id, node])));
  const roots = line.filter(({ parentId }) => parentId === undefined || !ids.has(parentId));
  const done: PlacedNode[] = [];
  let nextRow = 0;
  const place = (node: LineageNode, column: number, row: number) => {
    done.push({ ...node, column, row });
    nextRow = Math.max(nextRow, row + 1);
    (children.get(node.id) ?? []).forEach((child, at) =>
      place(child, column + 1, at === 0 ? row : nextRow),
    );
  };
  for (const root of roots) place(root, 0, nextRow);
  return done;
}

function childrenIn(known: ReadonlyMap<string, LineageNode>): Map<string, LineageNode[]> {
  const children = new Map<string, LineageNode[]>();
  for (const node of known.values()) {
    if (node.parentId === undefined) continue;
    const siblings = children.get(node.parentId) ?? [];
    siblings.push(node);
    children.set(node.parentId, siblings);
  }
  for (const siblings of children.values()) siblings.sort((a, b) => (a.id < b.id ? -1 : 1));
  return children;
}
