// Yjs as the judge: reads documents as lines of JSON {"updates": [base64, ...]}, answers each with
// one line: every root as plain JSON, by the names that are given with it.
import * as Y from "yjs";
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const { updates, roots } = JSON.parse(line);
  const doc = new Y.Doc();
  for (const name of roots) doc.getMap(name);
  for (const update of updates) Y.applyUpdate(doc, Buffer.from(update, "base64"));
  const said = Object.fromEntries(roots.map((name) => [name, doc.getMap(name).toJSON()]));
  const waits = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
  process.stdout.write(JSON.stringify({ roots: said, waits }) + "\n");
  doc.destroy();
}
