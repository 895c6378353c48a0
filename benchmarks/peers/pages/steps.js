// The camera and the hand of every frame, alike for each peer: see SCENARIOS in ../../canvas.py.

export const WIDTH = 1600;
export const HEIGHT = 900;
export const FRAMES = { pan100: 60, pan25: 60, overview: 60, zoom: 40, drag1: 60, drag200: 60 };

export async function loadBoard() {
  const read = await (await fetch("board.json")).json();
  const board = {
    nodes: read.nodes.map(([id, x, y, w, h, title, picture]) => ({ id, x, y, w, h, title, picture })),
    edges: read.edges,
  };
  const last = Math.max(...board.nodes.map((n) => n.picture));
  board.pictures = Array.from({ length: last + 1 }, (_, index) => `pictures/${index}.jpg`);
  const left = Math.min(...board.nodes.map((n) => n.x));
  const top = Math.min(...board.nodes.map((n) => n.y));
  const right = Math.max(...board.nodes.map((n) => n.x + n.w));
  const bottom = Math.max(...board.nodes.map((n) => n.y + n.h));
  board.centre = [(left + right) / 2, (top + bottom) / 2];
  board.fit = Math.min(WIDTH / (right - left), HEIGHT / (bottom - top)) * 0.95;
  return board;
}

// Where the world's origin lies on the screen, and the zoom.
function looking(board, zoom, dx = 0, dy = 0) {
  const [x, y] = board.centre;
  return { x: WIDTH / 2 - x * zoom + dx, y: HEIGHT / 2 - y * zoom + dy, zoom };
}

export function cameraAt(board, scenario, frame) {
  const swing = (step) => step * (frame < 30 ? frame : 60 - frame);
  if (scenario === "zoom") {
    return looking(board, board.fit * (1 / board.fit) ** (frame / (FRAMES.zoom - 1)));
  }
  if (scenario === "overview") return looking(board, board.fit, swing(3), swing(2));
  if (scenario === "pan25") return looking(board, 0.25, swing(7), swing(5));
  if (scenario === "pan100") return looking(board, 1, swing(7), swing(5));
  return looking(board, scenario === "drag1" ? 1 : 0.25);
}

// The nodes in the hand: those nearest to the middle.
export function carried(board, scenario) {
  const count = { drag1: 1, drag200: 200 }[scenario] ?? 0;
  const away = (n) =>
    Math.hypot(n.x + n.w / 2 - board.centre[0], n.y + n.h / 2 - board.centre[1]);
  return [...board.nodes].sort((a, b) => away(a) - away(b)).slice(0, count);
}

// Runs a scenario frame by frame; `show(camera)` and `move(nodes, dx, dy)` are the peer's own.
export async function play(board, scenario, show, move) {
  const held = carried(board, scenario);
  const times = [];
  let before = 0;
  for (let frame = 0; frame < FRAMES[scenario]; frame++) {
    if (held.length) move(held, frame * 3, frame * 2);
    if (!held.length || frame === 0) show(cameraAt(board, scenario, frame));
    const now = await new Promise(requestAnimationFrame);
    if (before) times.push(now - before);
    before = now;
  }
  await new Promise(requestAnimationFrame);
  if (held.length) move(held, 0, 0);
  return times;
}
