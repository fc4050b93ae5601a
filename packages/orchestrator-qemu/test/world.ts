import { certificateFields } from "@v-available/domain/certificate-identity";
import type { HostRecord, Observed, ObservedTask } from "@v-available/domain/observed";
import { type Observation, observationSchema } from "@v-available/orchestrator/observation";
import { vi } from "vitest";
import { CertificateAuthority } from "../../../lab/certificate-authority";
import type { TlsMaterial } from "../src/agent-connection";
import { QemuOrchestrator } from "../src/qemu-orchestrator";
import { FakeAgent } from "./fake-agent";
import { PAIR } from "./view";

export const authority = CertificateAuthority.create("authority of a test");
const own = authority.issue(certificateFields({ role: "controller" }));
export const MATERIAL: TlsMaterial = {
  authority: authority.certificatePem,
  certificate: own.certificatePem,
  key: own.keyPem,
};

/** Two agents of one pair in this process. */
export async function openAgents(): Promise<{ a: FakeAgent; b: FakeAgent }> {
  const agents = { a: new FakeAgent("a", authority), b: new FakeAgent("b", authority) };
  await Promise.all([agents.a.start(), agents.b.start()]);
  return agents;
}

export function orchestratorOn(
  agents: { a: { port: number }; b: { port: number } },
  { material = MATERIAL, patienceMs = 1_000 }: { material?: typeof MATERIAL; patienceMs?: number } = {},
): QemuOrchestrator {
  const at = (side: "a" | "b") => ({
    ...PAIR.hosts[side],
    endpoint: { host: "127.0.0.1", port: agents[side].port },
  });
  const tls = { authority: "", certificate: "", key: "" };
  return new QemuOrchestrator({
    config: { name: "qemu-test", tls, sites: [], pairs: [{ ...PAIR, hosts: { a: at("a"), b: at("b") } }] },
    material,
    limits: { connectMs: patienceMs, answerMs: 2 * patienceMs, silenceMs: patienceMs },
    firstLookMs: patienceMs,
    unreachableAfterMs: 1_500,
  });
}

/** Follows `observe` and keeps what it was told. */
export class Watch {
  readonly entities = new Map<string, Observed>();
  readonly records: HostRecord[] = [];
  readonly tasks = new Map<string, ObservedTask>();
  readonly observations: Observation[] = [];
  readonly #abort = new AbortController();
  readonly ended: Promise<unknown>;

  constructor(orchestrator: QemuOrchestrator, after?: string) {
    this.ended = this.#follow(orchestrator, after).then(
      () => null,
      (error: unknown) => error,
    );
  }

  async #follow(orchestrator: QemuOrchestrator, after: string | undefined): Promise<void> {
    for await (const answer of orchestrator.observe({ after, signal: this.#abort.signal })) {
      const observation = observationSchema.parse(answer);
      this.observations.push(observation);
      const entities = observation.type === "snapshot" ? observation.entities : observation.upserts;
      for (const entity of entities) this.entities.set(`${entity.kind} ${entity.ref}`, entity);
      if (observation.type === "change") {
        for (const gone of observation.removed) this.entities.delete(`${gone.kind} ${gone.ref}`);
      }
      this.records.push(...observation.records);
      for (const task of observation.tasks) this.tasks.set(task.key, task);
    }
  }

  get cursor(): string | undefined {
    return this.observations.at(-1)?.cursor;
  }

  sequencesOf(journal: string): number[] {
    return this.records.filter((one) => one.source === journal).map((one) => one.sequence);
  }

  async stop(): Promise<unknown> {
    this.#abort.abort();
    return this.ended;
  }
}

export const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
export const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
