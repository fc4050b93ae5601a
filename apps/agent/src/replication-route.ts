import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { AgentConfig } from "@v-available/domain/agent-config";
import type { Logger } from "./log";
import type { PeerPath } from "./peer/peer-path";

const run = promisify(execFile);
const CHECK_MS = 500;
/** Goes before the standing routes of both cables. */
const METRIC = "5";

/**
 * Replication goes by link A. A cable without carrier is left by the kernel itself; one that swallows frames in silence
 * is left here, by a route that goes before: the mirror's connection stays as it is and only stands still meanwhile.
 */
export class ReplicationRoute {
  readonly #config: Pick<AgentConfig, "replication">;
  readonly #paths: readonly PeerPath[];
  readonly #log: Logger;
  #detour = false;
  #timer: NodeJS.Timeout | undefined;
  #changing = false;

  constructor(config: Pick<AgentConfig, "replication">, paths: readonly PeerPath[], log: Logger) {
    this.#config = config;
    this.#paths = paths;
    this.#log = log;
  }

  /** Removes a detour that an earlier agent left, then watches. */
  async start(): Promise<void> {
    await this.#remove();
    this.#timer = setInterval(() => this.#check(), CHECK_MS);
  }

  get #linkA(): PeerPath | undefined {
    return this.#paths.find((path) => path.name === "link-a");
  }
  get #linkB(): PeerPath | undefined {
    return this.#paths.find((path) => path.name === "link-b");
  }

  async #check(): Promise<void> {
    const wanted = this.#linkA?.isUp === false && this.#linkB?.isUp === true;
    const settled = this.#linkA?.isUp === true || wanted;
    if (this.#changing || !settled || wanted === this.#detour) return;
    this.#changing = true;
    try {
      if (wanted) await this.#add();
      else await this.#remove();
      this.#detour = wanted;
      this.#log.info(wanted ? "replication goes by link B" : "replication goes by link A again");
    } catch (error) {
      this.#log.warn("the replication route could not be changed", { reason: (error as Error).message });
    } finally {
      this.#changing = false;
    }
  }

  async #add(): Promise<void> {
    const link = this.#linkB?.config;
    if (!link) return;
    const { partnerAddress, localAddress } = this.#config.replication;
    const way = ["via", link.partnerAddress, "dev", link.device, "src", localAddress, "metric", METRIC];
    await run("ip", ["route", "replace", `${partnerAddress}/32`, ...way], { timeout: 5_000 });
  }

  async #remove(): Promise<void> {
    const { partnerAddress } = this.#config.replication;
    await run("ip", ["route", "delete", `${partnerAddress}/32`, "metric", METRIC], { timeout: 5_000 }).catch(
      (error: { stderr?: string }) => {
        if (!/No such process/.test(error.stderr ?? "")) throw error;
      },
    );
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
