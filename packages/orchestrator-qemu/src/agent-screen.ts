import type tls from "node:tls";
import {
  AGENT_WIRE_VERSION,
  agentAnswerSchema,
  agentHelloSchema,
  MAX_FRAME_BYTES,
} from "@v-available/domain/agent-wire";
import { jsonLine } from "@v-available/domain/json-lines";
import { Refusal } from "@v-available/domain/refusal";
import type { ScreenEnd, ScreenStream } from "@v-available/orchestrator/screen";
import { type AgentAddress, type ConnectionLimits, connect, type TlsMaterial, unreachable } from "./agent-connection";

/** A screen that is open on one host, and a way to end it for a reason that only others know. */
export interface AgentScreen extends ScreenStream {
  end(because: ScreenEnd): void;
}

/** A host that lost its power says nothing: its silence is noticed by the system, too. */
const KEEP_ALIVE_MS = 5_000;

/** A connection of its own for each screen: its bytes hold up nothing else. @throws Refusal */
export async function openAgentScreen(
  address: AgentAddress,
  material: TlsMaterial,
  limits: ConnectionLimits,
  vmRef: string,
): Promise<AgentScreen> {
  const socket = await connect(address, material, limits);
  try {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const ask = async (id: number, request: object): Promise<unknown> => {
      socket.write(jsonLine({ id, ...request }));
      const answer = agentAnswerSchema.parse(JSON.parse(await readLine(socket, address, limits.answerMs)));
      if (answer.id !== id) throw new Error("it answered another question");
      if ("refusal" in answer) throw new Refusal(answer.refusal);
      return answer.answer;
    };
    const hello = agentHelloSchema.parse(await ask(1, { ask: "hello", version: AGENT_WIRE_VERSION }));
    if (!hello.screens)
      throw new Refusal({
        code: "unsupported",
        message: `The agent of host ${address.name} is of an older release, which shows no screens.`,
        remedy: "Update the agent on that host.",
      });
    await ask(2, { ask: "screen", vmRef });
  } catch (error) {
    socket.destroy();
    throw error instanceof Refusal ? error : unreachable(address, "it does not speak our language", error);
  }
  return streamOf(socket, address);
}

/** One line, and not a byte more: what follows it may be the screen's. */
function readLine(socket: tls.TLSSocket, address: AgentAddress, limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const done = () => {
      clearTimeout(timer);
      socket.off("readable", take).off("close", fail).off("error", fail);
    };
    const fail = (error?: Error | boolean) => {
      done();
      const why = error instanceof Error ? error.message : "the connection was closed";
      reject(unreachable(address, why));
    };
    const timer = setTimeout(() => fail(new Error(`it did not answer in ${limitMs / 1_000} s`)), limitMs);
    const take = () => {
      for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
        const end = chunk.indexOf("\n");
        length += chunk.length;
        if (end < 0 && length > MAX_FRAME_BYTES) return fail(new Error("its answer does not end"));
        parts.push(end < 0 ? chunk : chunk.subarray(0, end));
        if (end < 0) continue;
        done();
        if (end + 1 < chunk.length) socket.unshift(chunk.subarray(end + 1));
        return resolve(Buffer.concat(parts).toString("utf8"));
      }
    };
    socket.on("readable", take).on("close", fail).on("error", fail);
    take();
  });
}

function streamOf(socket: tls.TLSSocket, address: AgentAddress): AgentScreen {
  let because: ScreenEnd | null = null;
  const end = (reason: ScreenEnd) => {
    because ??= reason;
    socket.destroy();
  };
  // The machine's process has ended, or its host has: which of the two is known by whoever watches the host.
  socket.on("error", () => end("lost"));
  const ended = new Promise<ScreenEnd>((resolve) => {
    socket.once("close", () => resolve(because ?? "ended"));
  });
  return {
    side: address.side,
    ended,
    down: (async function* () {
      try {
        for await (const chunk of socket) yield new Uint8Array(chunk as Buffer);
      } catch {
        // `ended` says why.
      }
    })(),
    send: (bytes) =>
      new Promise((resolve) => {
        if (socket.destroyed || socket.write(bytes)) return resolve();
        const go = () => {
          socket.off("drain", go).off("close", go);
          resolve();
        };
        socket.on("drain", go).on("close", go);
      }),
    close: () => end("closed"),
    end,
  };
}
