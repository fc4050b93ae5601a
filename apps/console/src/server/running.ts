import type { Server } from "./boot";
import { tokenIn } from "./session-cookie";

// Instrumentation, routes and the proxy are bundled apart; the process has one server all the same.
export const SERVER = Symbol.for("v-available.server");
export const held = globalThis as typeof globalThis & { [SERVER]?: Promise<Server> };

/** Whether whoever asks is signed in. It asks the server that runs and never boots one. */
export async function signedInAt(headers: Headers): Promise<boolean> {
  const server = await held[SERVER];
  return server !== undefined && (await server.access.find(tokenIn(headers))) !== null;
}
