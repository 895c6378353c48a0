import { LGraph, LGraphCanvas, LGraphNode, LiteGraph } from "@comfyorg/litegraph";
import { HEIGHT, WIDTH, loadBoard, play } from "./steps.js";

const board = await loadBoard();
const pictures = await Promise.all(
  board.pictures.map(async (name) => {
    const image = new Image();
    image.src = name;
    await image.decode();
    return image;
  }),
);

class Card extends LGraphNode {
  constructor() {
    super("Card");
    this.addInput("in", "picture");
    this.addOutput("out", "picture");
  }
  onDrawForeground(ctx) {
    if (this.flags.collapsed) return;
    ctx.drawImage(pictures[this.picture], 10, 24, this.size[0] - 20, this.size[1] - 34);
  }
}
LiteGraph.registerNodeType("board/card", Card);

const element = document.createElement("canvas");
element.width = WIDTH;
element.height = HEIGHT;
document.getElementById("root").append(element);
window.began = performance.now();
const graph = new LGraph();
const canvas = new LGraphCanvas(element, graph, { skip_render: true, autoresize: false });
const made = new Map();
for (const n of board.nodes) {
  const node = LiteGraph.createNode("board/card");
  node.title = n.title;
  node.pos = [n.x, n.y + LiteGraph.NODE_TITLE_HEIGHT];
  node.size = [n.w, n.h - LiteGraph.NODE_TITLE_HEIGHT];
  node.picture = n.picture;
  graph.add(node, true);
  made.set(n.id, node);
}
// an input takes one link here, so a card gets an input for each
for (const [a, b] of board.edges) {
  const target = made.get(b);
  const used = target.inputs.filter((input) => input.link != null).length;
  if (used === target.inputs.length) target.addInput("in", "picture");
  made.get(a).connect(0, target, used);
}

const show = ({ x, y, zoom }) => {
  canvas.ds.scale = zoom;
  canvas.ds.offset[0] = x / zoom;
  canvas.ds.offset[1] = y / zoom;
  canvas.draw(true, true);
};
const move = (held, dx, dy) => {
  for (const n of held) {
    const node = made.get(n.id);
    node.pos[0] = n.x + dx;
    node.pos[1] = n.y + LiteGraph.NODE_TITLE_HEIGHT + dy;
  }
  canvas.draw(true, true);
};
window.run = (scenario) => play(board, scenario, show, move);
window.ready = performance.now() - window.began;
