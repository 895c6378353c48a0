// Shows one peer with one board in headless Chromium and measures every scenario.
// node drive.mjs PEER BOARD_FOLDER BUILT_FOLDER CHROMIUM -> one JSON line
import { createServer } from "node:http";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { FRAMES, HEIGHT, WIDTH } from "./pages/steps.js";

const [peer, boardFolder, built, executable] = process.argv.slice(2);
const TICKS = 100; // clock ticks a second, sysconf(_SC_CLK_TCK) on Linux
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", json: "application/json" };

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://peer").pathname));
  const name = path === "/" ? `${peer}.html` : path.slice(1);
  for (const folder of [built, boardFolder]) {
    try {
      const body = await readFile(join(folder, name));
      response.setHeader("content-type", TYPES[name.split(".").pop()] ?? "image/jpeg");
      return response.end(body);
    } catch {
      continue; // the other folder may have it
    }
  }
  response.writeHead(404).end();
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

// CPU seconds of a process and all below it; the group of the browser is ours alone.
async function cpuSeconds(root) {
  const parents = new Map();
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const text = await readFile(`/proc/${entry}/stat`, "utf8");
      const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(entry), [Number(rest[1]), Number(rest[11]) + Number(rest[12])]);
    } catch {
      continue; // it has just ended
    }
  }
  let ticks = 0;
  for (const [pid, [, own]] of parents) {
    let up = pid;
    while (up && up !== root) up = parents.get(up)?.[0] ?? 0;
    if (up === root) ticks += own;
  }
  return ticks / TICKS;
}

async function privateMegabytes(root) {
  let kib = 0;
  const below = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const entry of await readdir("/proc")) {
      if (!/^\d+$/.test(entry) || below.has(Number(entry))) continue;
      try {
        const text = await readFile(`/proc/${entry}/stat`, "utf8");
        const parent = Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
        if (below.has(parent)) {
          below.add(Number(entry));
          grown = true;
        }
      } catch {
        continue;
      }
    }
  }
  for (const pid of below) {
    try {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
      for (const line of text.matchAll(/^Private_\w+:\s+(\d+)/gm)) kib += Number(line[1]);
    } catch {
      continue;
    }
  }
  return Math.round(kib / 1024);
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const at95 = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)];
const round = (value) => Math.round(value * 100) / 100;

const profile = await mkdtemp(join(tmpdir(), "peer-"));
const browser = await chromium.launchServer({
  executablePath: executable,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-frame-rate-limit",
    "--disable-gpu-vsync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  ],
});
const root = browser.process().pid;
const told = { peer, scenarios: {} };
try {
  const client = await chromium.connect(browser.wsEndpoint());
  const page = await client.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  page.on("pageerror", (error) => console.error(String(error)));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.ready !== undefined, null, { timeout: 120_000 });
  told.load_s = round((await page.evaluate(() => window.ready)) / 1000);
  await page.evaluate(() => window.run("pan100")); // decoded pictures, warm code
  for (const scenario of Object.keys(FRAMES)) {
    const before = await cpuSeconds(root);
    const times = await page.evaluate((name) => window.run(name), scenario);
    const spent = (await cpuSeconds(root)) - before;
    told.scenarios[scenario] = {
      cpu_ms: round((spent * 1000) / FRAMES[scenario]),
      wall_ms: round(median(times)),
      wall_p95_ms: round(at95(times)),
    };
    if (scenario === "overview" || scenario === "pan25") {
      const file = join(boardFolder, `${peer}-${scenario}.png`);
      await page.screenshot({ path: file });
    }
  }
  told.private_mb = await privateMegabytes(root);
  told.browser = client.version();
} finally {
  await browser.close();
  server.close();
  await rm(profile, { recursive: true, force: true });
}
console.log(JSON.stringify(told));
