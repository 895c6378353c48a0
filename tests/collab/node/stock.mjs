// The stock client of Yjs, unmodified: commands as lines of JSON in, one line of JSON out for each.
import * as Y from "yjs";
import { WebsocketProvider } from "y-websocket";
import WebSocket from "ws";
import { createInterface } from "node:readline";

const [server, room, token] = process.argv.slice(2);
const doc = new Y.Doc();
const provider = new WebsocketProvider(server, room, doc, {
  params: { token },
  WebSocketPolyfill: WebSocket,
  disableBc: true,
});
const marks = doc.getMap("marks");
const texts = doc.getMap("texts");

const verbs = {
  mark: ({ id, value }) => marks.set(id, value),
  begin: ({ id, text }) => texts.set(id, new Y.Text(text)),
  type: ({ id, at, text }) => texts.get(id).insert(at, text),
  show: ({ state }) => provider.awareness.setLocalState(state),
  part: () => provider.disconnect(),
  meet: () => provider.connect(),
  look: () => {},
};

for await (const line of createInterface({ input: process.stdin })) {
  const { verb, ...rest } = JSON.parse(line);
  verbs[verb](rest);
  process.stdout.write(
    JSON.stringify({
      client: doc.clientID,
      synced: provider.synced,
      connected: provider.wsconnected,
      marks: marks.toJSON(),
      texts: texts.toJSON(),
      states: [...provider.awareness.getStates().entries()],
    }) + "\n",
  );
}
provider.destroy();
process.exit(0);
