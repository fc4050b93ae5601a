import { createHash } from "node:crypto";
import net from "node:net";
import path from "node:path";

/**
 * Two witnesses on one folder would each answer from a memory of their own. An abstract socket named after the folder is
 * free again the moment its holder dies, however it dies.
 * @throws Error when another process holds it
 */
export async function holdAlone(stateDirectory: string): Promise<() => Promise<void>> {
  const name = createHash("sha256").update(path.resolve(stateDirectory)).digest("hex");
  const server = net.createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`Another witness uses ${stateDirectory}.`) : error),
    );
    server.listen(`\0v-available-witness-${name}`, resolve);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}
