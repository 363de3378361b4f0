import { useLocation } from 'preact-iso';
import type { PlacedNode } from './lineage.ts';

/** A version in the picture, with what stands in its box. */
export interface LabelledNode extends PlacedNode {
  readonly name: string;
  /** Below the name. */
  readonly text: string;
  /** Below that: what came to its data. */
  readonly change: string;
  /** What its mark says in words; absent: it has none. */
  readonly standing?: string | undefined;
  readonly tone: 'good' | 'warn' | 'plain';
}

interface LineagePictureProps {
  readonly nodes: readonly LabelledNode[];
  /** The one that the picture is about. */
  readonly chosen: string;
  readonly hrefOf: (id: string) => string;
}

const [boxWidth, boxHeight, gapX, gapY] = [172, 66, 36, 14];
const leftOf = ({ column }: PlacedNode) => 2 + column * (boxWidth + gapX);
const topOf = ({ row }: PlacedNode) => 2 + row * (boxHeight + gapY);

/** Versions as boxes, each joined with the one that it was trained again from. */
export function LineagePicture({ nodes, chosen, hrefOf }: LineagePictureProps) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const width = 4 + Math.max(...nodes.map(leftOf)) + boxWidth;
  const height = 4 + Math.max(...nodes.map(topOf)) + boxHeight;
  return (
    <div class="table" role="region" aria-label="Line of the version" tabIndex={0}>
      <svg {...{ width, height }} role="group" aria-label="Versions" fill="currentColor">
        {nodes.map((node) => {
          const parent = byId.get(node.parentId ?? '');
          return parent && <Join key={node.id} parent={parent} child={node} />;
        })}
        {nodes.map((node) => (
          <Box
            key={node.id}
            node={node}
            isChosen={node.id === chosen}
            href={hrefOf(node.id)}
            parentName={byId.get(node.parentId ?? '')?.name}
          />
        ))}
      </svg>
    </div>
  );
}

function Join({ parent, child }: { parent: PlacedNode; child: PlacedNode }) {
  const from = [leftOf(parent) + boxWidth, topOf(parent) + boxHeight / 2];
  const [x, y] = [leftOf(child), topOf(child) + boxHeight / 2];
  const middle = x - gapX / 2;
  const path = `M${from.join(' ')}H${middle}V${y}H${x}`;
  return <path d={path} fill="none" stroke="var(--edge)" stroke-width="1.5" />;
}

interface BoxProps {
  readonly node: LabelledNode;
  readonly isChosen: boolean;
  readonly href: string;
  readonly parentName: string | undefined;
}

/** Marks in the corner, which differ in shape too. */
const marks = {
  good: ['M0-7 2-2 7-2 3 1 5 6 0 3-5 6-3 1-7-2-2-2Z', 'var(--good)'],
  warn: ['M0-6 6 5H-6Z', 'var(--warn)'],
} as const;

function Box({ node, isChosen, href, parentName }: BoxProps) {
  const { route } = useLocation();
  const [x, y] = [leftOf(node), topOf(node)];
  const { name, text, change, standing, tone } = node;
  const origin = parentName === undefined ? '' : `trained again from ${parentName}`;
  const seen = [name, text, change].filter(Boolean).join(' ');
  const said = [seen, standing, origin].filter(Boolean).join(', ');
  const [shape, colour] = tone === 'plain' ? [] : marks[tone];
  return (
    <a
      href={href}
      aria-label={said}
      aria-current={isChosen ? 'true' : undefined}
      // The router knows links of HTML alone: an SVG one would load the page anew.
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        route(href);
      }}
    >
      <title>{said}</title>
      <rect
        {...{ x, y, width: boxWidth, height: boxHeight, rx: 6 }}
        fill={isChosen ? 'var(--accent-tint)' : 'var(--raised)'}
        stroke={isChosen ? 'var(--accent)' : 'var(--edge)'}
        stroke-width={isChosen ? 2 : 1}
      />
      {shape && (
        <path d={shape} fill={colour} transform={`translate(${x + boxWidth - 15} ${y + 15})`} />
      )}
      <text>
        <tspan x={x + 12} y={y + 19} font-weight="600">
          {name}
        </tspan>{' '}
        <tspan x={x + 12} y={y + 36} font-size="12" fill="var(--faint)">
          {text}
        </tspan>{' '}
        <tspan x={x + 12} y={y + 53} font-size="12" fill="var(--faint)">
          {change}
        </tspan>
      </text>
    </a>
  );
}
