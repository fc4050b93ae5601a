import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ConsoleProcess, freePort } from "../world/console-process";
import { signInToDemo } from "../world/sign-in";

/** The console in demo mode, as `npm start` runs it, with the API that its pages use. */
export interface BenchConsole {
  readonly url: string;
  /** Of its owner, who is signed in. */
  readonly cookie: string;
  readonly process: ConsoleProcess;
  ask<Answer>(procedure: string, input?: unknown): Promise<Answer>;
  tell<Answer>(procedure: string, input: unknown): Promise<Answer>;
  /** @returns the injection's id */
  inject(fault: string, targetRef: string): Promise<string>;
  clear(injectionId: string): Promise<void>;
  close(): Promise<void>;
}

interface Answered<Answer> {
  readonly result?: { readonly data: Answer };
  readonly error?: { readonly message: string };
}

export async function openBenchConsole(): Promise<BenchConsole> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "v-available-bench-"));
  const process_ = new ConsoleProcess({ PORT: String(await freePort()), DATA_DIR: directory, FLEET_PAST_DAYS: "0" });
  await process_.start();
  const { url } = process_;
  const cookie = await signInToDemo(url);
  const read = async <Answer>(procedure: string, response: Response): Promise<Answer> => {
    const { result, error } = (await response.json()) as Answered<Answer>;
    if (!result) throw new Error(`${procedure} was refused: ${error?.message}`);
    return result.data;
  };
  const tell = async <Answer>(procedure: string, input: unknown): Promise<Answer> =>
    read(
      procedure,
      await fetch(`${url}/api/trpc/${procedure}`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify(input),
      }),
    );
  return {
    url,
    cookie,
    process: process_,
    ask: async (procedure, input) => {
      const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return read(procedure, await fetch(`${url}/api/trpc/${procedure}${query}`, { headers: { cookie } }));
    },
    tell,
    inject: async (fault, targetRef) => (await tell<{ id: string }>("lab.inject", { fault, targetRef })).id,
    clear: (injectionId) => tell("lab.clear", { injectionId }),
    async close() {
      await process_.end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
