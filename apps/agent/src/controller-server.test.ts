import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { AGENT_WIRE_VERSION } from "@v-available/domain/agent-wire";
import { certificateFields } from "@v-available/domain/certificate-identity";
import { jsonLine } from "@v-available/domain/json-lines";
import { Refusal } from "@v-available/domain/refusal";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CertificateAuthority } from "../../../lab/certificate-authority";
import { type ControllerHandler, serveControllers } from "./controller-server";
import { openScreenAt } from "./machine/open-screen";

const authority = CertificateAuthority.create("authority of a test");
const materialOf = (fields: Parameters<typeof certificateFields>[0]) => {
  const own = authority.issue(certificateFields(fields));
  return {
    ca: Buffer.from(authority.certificatePem),
    cert: Buffer.from(own.certificatePem),
    key: Buffer.from(own.keyPem),
  };
};
const log = { info() {}, warn() {}, error() {} };

let folder: string;
let screens: net.Server;
let shown: net.Socket[];
let server: { close(): void };
let port: number;
let openScreen: ControllerHandler["openScreen"];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "screen-"));
  shown = [];
  screens = net.createServer((socket) => {
    shown.push(socket);
    socket.on("error", () => {}); // cut off on purpose
    socket.write("RFB 003.008\n");
    socket.on("data", (bytes) => socket.write(bytes));
  });
  screens.listen(path.join(folder, "vnc"));
  await once(screens, "listening");
  openScreen = (vmRef) => openScreenAt(path.join(folder, vmRef), "ledger");
  const probe = net.createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  port = (probe.address() as AddressInfo).port;
  probe.close();
  await once(probe, "close");
  const handler = {
    hello: () => ({ version: AGENT_WIRE_VERSION, screens: true }),
    openScreen: (vmRef: string) => openScreen(vmRef),
  } as unknown as ControllerHandler;
  const material = materialOf({ role: "agent", pairRef: "p", side: "a" });
  server = await serveControllers({ host: "127.0.0.1", port }, material, handler, log as never);
  return async () => {
    server.close();
    for (const socket of shown) socket.destroy();
    screens.close();
    await rm(folder, { recursive: true });
  };
});
afterEach(() => client?.destroy());

let client: tls.TLSSocket | undefined;
let heard: string;
async function connect(): Promise<tls.TLSSocket> {
  heard = "";
  const socket = tls.connect({
    ...{ host: "127.0.0.1", port, ...materialOf({ role: "controller" }) },
    checkServerIdentity: () => undefined,
  });
  client = socket;
  await once(socket, "secureConnect");
  socket.on("data", (bytes: Buffer) => {
    heard += bytes.toString("latin1");
  });
  return socket;
}
const HELLO = { id: 1, ask: "hello", version: AGENT_WIRE_VERSION };
const SCREEN = { id: 2, ask: "screen", vmRef: "vnc" };

it("joins a connection to the screen of a machine: no frame any more, but its bytes, both ways", async () => {
  const socket = await connect();
  socket.write(jsonLine(HELLO));
  await expect.poll(() => heard).toContain('"id":1');
  socket.write(jsonLine(SCREEN));
  await expect.poll(() => heard).toMatch(/\{"id":2,"answer":\{\}\}\nRFB 003.008\n$/);
  // Of any value: nothing of it is taken for text.
  socket.write(Buffer.from([0x0a, 0xff, 0x7b, 0x0a]));
  await expect.poll(() => heard).toMatch(/\n\u00ff\{\n$/);
  shown[0]?.destroy();
  await once(socket, "close");
});

it("lets go of the screen when the controller does", async () => {
  const socket = await connect();
  socket.write(jsonLine(HELLO) + jsonLine(SCREEN));
  await expect.poll(() => shown.length).toBe(1);
  const closed = once(shown[0] as net.Socket, "close");
  socket.destroy();
  await closed;
});

it("refuses in frames, and goes on hearing them", async () => {
  openScreen = () => Promise.reject(new Refusal({ code: "illegal-transition", message: "It does not run." }));
  const socket = await connect();
  socket.write(jsonLine(SCREEN));
  await expect.poll(() => heard).toContain("Say hello first.");
  socket.write(jsonLine(HELLO));
  await expect.poll(() => heard).toContain('"id":1');
  socket.write(jsonLine({ ...SCREEN, id: 3 }));
  await expect.poll(() => heard).toContain("It does not run.");
  openScreen = (vmRef) => openScreenAt(path.join(folder, vmRef), "ledger");
  socket.write(jsonLine({ ...SCREEN, id: 4, vmRef: "gone" }));
  await expect.poll(() => heard).toContain("ledger was started before its hosts offered screens");
});

it("cuts off whoever sends more before it is answered", async () => {
  openScreen = () => new Promise(() => {});
  const socket = await connect();
  socket.write(jsonLine(HELLO) + jsonLine(SCREEN) + jsonLine(HELLO));
  await once(socket, "close");
});
