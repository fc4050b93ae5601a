import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Qmp, QmpError, QmpUnavailable } from "./qmp";

interface Request {
  execute?: string;
  "exec-oob"?: string;
  arguments?: Record<string, unknown>;
  id: string;
}

let folder: string;
let server: net.Server | undefined;
let peer: net.Socket | undefined;
const seen: Request[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "qmp-"));
  seen.length = 0;
});
afterEach(() => {
  peer?.destroy();
  server?.close();
  rmSync(folder, { recursive: true });
});

function serve(answer: (request: Request, write: (frame: unknown) => void) => void): string {
  const socketPath = path.join(folder, "monitor");
  server = net.createServer((socket) => {
    peer = socket;
    const write = (frame: unknown) => socket.write(`${JSON.stringify(frame)}\r\n`);
    write({ QMP: { version: { qemu: { major: 7, minor: 2, micro: 22 } }, capabilities: ["oob"] } });
    let rest = "";
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const request = JSON.parse(line) as Request;
        seen.push(request);
        if (request.execute === "qmp_capabilities") write({ return: {}, id: request.id });
        else answer(request, write);
      }
    });
  });
  server.listen(socketPath);
  return socketPath;
}

it("asks for out-of-band and knows the version", async () => {
  const qmp = await Qmp.connect(serve(() => undefined));
  expect(seen[0]).toMatchObject({ execute: "qmp_capabilities", arguments: { enable: ["oob"] } });
  expect(qmp.version.major).toBe(7);
});

it("joins answers to their commands, whatever the order", async () => {
  const waiting: (() => void)[] = [];
  const qmp = await Qmp.connect(
    serve((request, write) => {
      waiting.unshift(() => write({ return: request.execute, id: request.id }));
      if (waiting.length === 2) for (const answer of waiting) answer();
    }),
  );
  expect(await Promise.all([qmp.command("first"), qmp.command("second")])).toEqual(["first", "second"]);
});

it("sends an out-of-band command as such", async () => {
  const qmp = await Qmp.connect(serve((request, write) => write({ return: {}, id: request.id })));
  await qmp.command("yank", { instances: [] }, { outOfBand: true });
  expect(seen.at(-1)).toMatchObject({ "exec-oob": "yank" });
});

it("turns a refusal into a QmpError with QEMU's words", async () => {
  const qmp = await Qmp.connect(
    serve((request, write) => write({ error: { class: "GenericError", desc: "no such node" }, id: request.id })),
  );
  const error = await qmp.command("blockdev-del").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(QmpError);
  expect((error as QmpError).message).toBe("blockdev-del: no such node");
});

it("gives up on a silent monitor, and a late answer harms nothing", async () => {
  let late: (() => void) | undefined;
  const qmp = await Qmp.connect(
    serve((request, write) => {
      if (request.execute === "stop") late = () => write({ return: {}, id: request.id });
      else write({ return: "ok", id: request.id });
    }),
  );
  await expect(qmp.command("stop", undefined, { timeoutMs: 20 })).rejects.toThrow(QmpUnavailable);
  late?.();
  expect(await qmp.command("query-status")).toBe("ok");
});

it("hands out events and fails what waits when the monitor closes", async () => {
  const qmp = await Qmp.connect(serve((_, write) => write({ event: "STOP", data: { why: 1 } })));
  const stop = qmp.nextEvent((event) => event.event === "STOP", 1_000, "STOP");
  const command = qmp.command("stop");
  expect((await stop).data).toEqual({ why: 1 });
  const never = qmp.nextEvent((event) => event.event === "RESUME", 5_000, "RESUME");
  peer?.destroy();
  await expect(command).rejects.toThrow("monitor closed during stop");
  await expect(never).rejects.toThrow("monitor closed before RESUME");
  await expect(qmp.command("cont")).rejects.toThrow(QmpUnavailable);
});

it("ends on garbage and on a missing socket", async () => {
  const qmp = await Qmp.connect(serve(() => peer?.write("{nonsense\n")));
  await expect(qmp.command("query-status")).rejects.toThrow(QmpUnavailable);
  await expect(Qmp.connect(path.join(folder, "absent"), { timeoutMs: 50 })).rejects.toThrow(QmpUnavailable);
});
