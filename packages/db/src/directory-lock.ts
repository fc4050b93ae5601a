import { createHash } from "node:crypto";
import { realpath, unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "@v-available/domain/refusal";

/**
 * One process per data directory: two would lose rows silently. The lock is a socket named after the real path: on Linux
 * an abstract one, which the kernel frees even on kill -9; elsewhere a file, whose silence shows that its owner is gone.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const real = await realpath(directory);
  const name = `v-available-${createHash("sha256").update(real).digest("hex").slice(0, 32)}`;
  const abstract = process.platform === "linux";
  const path = abstract ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  const server = (await bind(path)) ?? (abstract || (await answers(path)) ? null : await rebind(path));
  if (!server) {
    throw new Refusal({
      code: "conflict",
      message: `Another instance already uses the data directory ${real}.`,
      field: "directory",
      value: real,
      remedy: "Stop that instance, or start this one with another data directory.",
    });
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function bind(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function rebind(path: string): Promise<Server | null> {
  await unlink(path);
  return bind(path);
}
