import { useLocation } from 'preact-iso';
import type { PlacedNode } from './lineage.ts';

interface Labelled extends PlacedNode {
  readonly name: string;
  /** Below the name. */
  readonly text: string;
}

interface LineagePictureProps {
  readonly nodes: readonly Labelled[];
  /** The one that the picture is about. */
  readonly chosen: string;
  readonly hrefOf: (id: string) => string;
}

const [boxWidth, boxHeight, gapX, gapY] = [150, 46, 36, 14];
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
  readonly node: Labelled;
  readonly isChosen: boolean;
  readonly href: string;
  readonly parentName: string | undefined;
}

function Box({ node, isChosen, href, parentName }: BoxProps) {
  const { route } = useLocation();
  const [x, y] = [leftOf(node), topOf(node)];
  const origin = parentName === undefined ? '' : `, trained again from ${parentName}`;
  return (
    <a
      href={href}
      aria-label={`${node.name} ${node.text}${origin}`}
      aria-current={isChosen ? 'true' : undefined}
      // The router knows links of HTML alone: an SVG one would load the page anew.
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        route(href);
      }}
    >
      <rect
        {...{ x, y, width: boxWidth, height: boxHeight, rx: 6 }}
        fill={isChosen ? 'var(--accent-tint)' : 'var(--raised)'}
        stroke={isChosen ? 'var(--accent)' : 'var(--edge)'}
        stroke-width={isChosen ? 2 : 1}
      />
      <text>
        <tspan x={x + 12} y={y + 19} font-weight="600">
          {node.name}
        </tspan>{' '}
        <tspan x={x + 12} y={y + 36} font-size="12" fill="var(--faint)">
          {node.text}
        </tspan>
      </text>
    </a>
  );
}
