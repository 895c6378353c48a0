import { createRoot } from "react-dom/client";
import { useMemo, useEffect, memo } from "react";
import {
  Handle,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useNodesState,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { HEIGHT, WIDTH, loadBoard, play } from "./steps.js";

const Card = memo(({ data }) => (
  <div className="card" style={{ width: data.w, height: data.h }}>
    <div className="title">{data.title}</div>
    <img src={data.picture} decoding="async" draggable={false} />
    <Handle type="target" position={Position.Left} />
    <Handle type="source" position={Position.Right} />
  </div>
));
const kinds = { card: Card };

function Board({ board }) {
  const first = useMemo(
    () =>
      board.nodes.map((n) => ({
        id: n.id,
        type: "card",
        position: { x: n.x, y: n.y },
        width: n.w,
        height: n.h,
        handles: [
          { type: "target", position: Position.Left, x: 0, y: n.h / 2, width: 8, height: 8 },
          { type: "source", position: Position.Right, x: n.w, y: n.h / 2, width: 8, height: 8 },
        ],
        data: { title: n.title, w: n.w, h: n.h, picture: board.pictures[n.picture] },
      })),
    [board],
  );
  const edges = useMemo(
    () => board.edges.map(([a, b], i) => ({ id: `e${i}`, source: a, target: b })),
    [board],
  );
  const [nodes, setNodes, onNodesChange] = useNodesState(first);
  const flow = useReactFlow();
  useEffect(() => {
    const at = new Map(board.nodes.map((n) => [n.id, n]));
    const move = (held, dx, dy) => {
      const ids = new Set(held.map((n) => n.id));
      setNodes((all) =>
        all.map((n) =>
          ids.has(n.id)
            ? { ...n, position: { x: at.get(n.id).x + dx, y: at.get(n.id).y + dy } }
            : n,
        ),
      );
    };
    window.run = (scenario) =>
      play(board, scenario, (camera) => flow.setViewport(camera), move);
    requestAnimationFrame(() => (window.ready = performance.now() - window.began));
  }, [board, flow, setNodes]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      nodeTypes={kinds}
      onlyRenderVisibleElements
      minZoom={0.001}
      proOptions={{ hideAttribution: true }}
    />
  );
}

const board = await loadBoard();
window.began = performance.now();
createRoot(document.getElementById("root")).render(
  <div style={{ width: WIDTH, height: HEIGHT }}>
    <ReactFlowProvider>
      <Board board={board} />
    </ReactFlowProvider>
  </div>,
);
