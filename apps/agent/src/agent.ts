import { mkdir, readdir, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import path from "node:path";
import type { AgentConfig } from "@v-available/domain/agent-config";
import { AGENT_WIRE_VERSION, type HostVmView } from "@v-available/domain/agent-wire";
import { Refusal } from "@v-available/domain/refusal";
import { agentCrashRecords } from "@v-available/pair-protocol/agent-crash";
import type { Durable } from "@v-available/pair-protocol/durable";
import type { Effect } from "@v-available/pair-protocol/effect";
import type { InputFact } from "@v-available/pair-protocol/input";
import { seatTermAt } from "@v-available/pair-protocol/seat";
import type { HostState } from "@v-available/pair-protocol/state";
import { restore } from "@v-available/pair-protocol/step";
import { DEFAULT_PROTOCOL_TIMING, type ProtocolTiming, witnessLostAfterMs } from "@v-available/pair-protocol/timing";
import { Commands } from "./command/commands";
import { Decisions } from "./command/decisions";
import { TaskStore } from "./command/task-store";
import { serveControllers } from "./controller-server";
import { Driver } from "./driver/driver";
import { carryOut } from "./driver/machine-effect";
import type { Logger } from "./log";
import { type MachineEnvironment, PEER_METHODS } from "./machine/environment";
import { machinesFolder } from "./machine/machine-folder";
import { MachineRunner } from "./machine/machine-runner";
import { openScreenAt } from "./machine/open-screen";
import { monotonicMs } from "./monotonic-clock";
import { PeerLink } from "./peer/peer-link";
import { checkQemuVersion } from "./qemu/qemu-version";
import { ReplicationRoute } from "./replication-route";
import { readDurable, syncFolder, writeDurably } from "./store/durable-file";
import { Journal } from "./store/journal";
import { Figures } from "./view/figures";
import { hostView } from "./view/host-view";
import { vmView } from "./view/vm-view";
import { Guards } from "./watchdog/guards";
import type { WatchdogClient } from "./watchdog/watchdog-client";
import { readTlsMaterial } from "./wire/tls";
import { WitnessClient } from "./witness-client";

const MEASURE_MS = 1_000;
const REVIEW_MS = 200;

export interface AgentOptions {
  /** Something that must be durable is not: nothing more may be acted on. */
  readonly onBroken: (error: Error) => void;
  /** The agent before this one did not end on purpose. */
  readonly crashedBefore: boolean;
}

/** The same on both hosts, whatever the order in their files. */
const byPreference = (witnesses: AgentConfig["witnesses"]): AgentConfig["witnesses"] =>
  [...witnesses].sort(
    (one, other) => Number(other.preferred) - Number(one.preferred) || (one.ref < other.ref ? -1 : 1),
  );

/** The host agent: everything it has, joined together. */
export class Agent {
  readonly #config: AgentConfig;
  readonly #log: Logger;
  readonly #timing: ProtocolTiming;
  readonly #watchdog: WatchdogClient;
  readonly #options: AgentOptions;
  readonly #runners = new Map<string, MachineRunner>();
  readonly #guards: Guards;
  readonly #figures: Figures;
  readonly #decisions = new Decisions();
  readonly #listeners = new Set<() => void>();
  readonly #incarnation = Date.now();
  readonly #parts: {
    journal: Journal;
    peer: PeerLink;
    witnesses: WitnessClient[];
    driver: Driver;
    commands: Commands;
    tasks: TaskStore;
  };
  #nextPort = 0;
  #timers: NodeJS.Timeout[] = [];
  #closers: (() => void)[] = [];

  private constructor(
    config: AgentConfig,
    log: Logger,
    watchdog: WatchdogClient,
    options: AgentOptions,
    made: { journal: Journal; peer: PeerLink; tasks: TaskStore; durable: Durable | null; witnesses: WitnessClient[] },
  ) {
    this.#config = config;
    this.#log = log;
    this.#watchdog = watchdog;
    this.#options = options;
    this.#timing = { ...DEFAULT_PROTOCOL_TIMING, ...config.timing };
    this.#guards = new Guards(watchdog, (fact) => this.report(fact), log);
    this.#figures = new Figures(
      config.stateDirectory,
      config.peer.paths.map(({ device }) => device),
    );
    const hostRefs =
      config.side === "a"
        ? { a: config.host.ref, b: config.partner.ref }
        : { a: config.partner.ref, b: config.host.ref };
    const witnesses = made.witnesses.map(({ config: { ref, name } }) => ({ ref, name }));
    const { pairRef, side } = config;
    // QEMU's mirror is a job on our own disk: without that there is nothing to reach the partner's copy through.
    const identity = { pairRef, side, hostRefs, witnesses, servesFromPartner: false };
    const state = restore(made.durable, { identity, nowMs: monotonicMs(), incarnation: this.#incarnation });
    const handler = {
      persist: (effect: Extract<Effect, { kind: "persist" }>) => writeDurably(this.#durableFile, effect.durable),
      watchdog: (effect: Extract<Effect, { kind: "arm-watchdog" | "disarm-watchdog" }>) =>
        this.#guards.carryOut(effect),
      begin: (effect: Exclude<Effect, { kind: "persist" | "arm-watchdog" | "disarm-watchdog" }>) => this.#begin(effect),
      stepped: () => this.#changed(),
      broken: (error: Error) => this.#options.onBroken(error),
    };
    const driver = new Driver(state, this.#timing, handler, log);
    const commands = new Commands({
      config,
      log,
      tasks: made.tasks,
      state: () => driver.state,
      view: () => this.#view(),
      decide: (commandId, command) =>
        this.#decisions.wait(commandId, () => this.report({ kind: "command", commandId, command })),
      makeLeg: (vmRef, machine, image) => this.#runner(vmRef).makeLeg(machine, image),
      removeLeg: (vmRef) => this.#runner(vmRef).deleteLeg(),
    });
    this.#parts = { ...made, driver, commands };
  }

  get #durableFile(): string {
    return path.join(this.#config.stateDirectory, "pair-state.json");
  }

  /** Finds what goes on, then speaks to everybody. @throws when this host cannot be an agent's host */
  static async start(
    config: AgentConfig,
    log: Logger,
    watchdog: WatchdogClient,
    options: AgentOptions,
  ): Promise<Agent> {
    const [material, version] = await Promise.all([readTlsMaterial(config.tls), checkQemuVersion(config.qemu.system)]);
    log.info("QEMU is there", { version });
    await mkdir(machinesFolder(config.stateDirectory), { recursive: true, mode: 0o700 });
    await syncFolder(config.stateDirectory);
    const journal = await Journal.open(config.stateDirectory, config.host.ref, config.pairRef);
    const tasks = await TaskStore.open(config.stateDirectory, Date.now());
    const durable = (await readDurable(path.join(config.stateDirectory, "pair-state.json"))) as Durable | null;
    const timing = { ...DEFAULT_PROTOCOL_TIMING, ...config.timing };
    let agent: Agent | null = null;
    const witnesses = byPreference(config.witnesses).map(
      (witness) =>
        new WitnessClient(witness, material, timing.witnessTimeoutMs, (reply) =>
          agent?.report({ kind: "witness-replied", witnessRef: witness.ref, reply }),
        ),
    );
    const peer = new PeerLink(config, material);
    agent = new Agent(config, log, watchdog, options, { journal, peer, tasks, durable, witnesses });
    await agent.#takeUp(material);
    return agent;
  }

  async #takeUp(material: Awaited<ReturnType<typeof readTlsMaterial>>): Promise<void> {
    const { peer, witnesses, journal, driver } = this.#parts;
    await this.#guards.takeUp();
    await this.#removeStrayFolders();
    const runners = Object.keys(driver.state.durable.vms).map((vmRef) => this.#runner(vmRef));
    await Promise.all(runners.map((runner) => runner.adopt()));
    // Where nothing of its machines is left the host was gone, not the agent alone.
    const onlyAgent = runners.length === 0 || runners.some((runner) => runner.isAtWork);
    if (this.#options.crashedBefore && onlyAgent)
      await Promise.all(agentCrashRecords(this.#config.host, this.#incarnation).map((entry) => journal.append(entry)));
    await this.#measure();
    for (const witness of witnesses) witness.start();
    await peer.start({
      message: (from, message) => this.report({ kind: "received", path: from, message }),
      ask: (method, args) => this.#answerPartner(method, args),
    });
    const route = new ReplicationRoute(this.#config, peer.paths, this.#log);
    await route.start();
    const server = await serveControllers(
      this.#config.controller,
      material,
      {
        journal,
        hello: () => ({
          version: AGENT_WIRE_VERSION,
          product: "QEMU pair",
          pairRef: this.#config.pairRef,
          side: this.#config.side,
          hostRef: this.#config.host.ref,
          incarnation: String(this.#incarnation),
          journal: journal.source,
          lastSequence: journal.lastSequence,
          screens: true,
        }),
        view: () => this.#view(),
        onChange: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
        execute: (key, command) => this.#parts.commands.execute(key, command),
        openScreen: (vmRef) => this.#openScreen(vmRef),
      },
      this.#log,
    );
    this.#closers = [() => server.close(), () => route.close(), () => peer.close(), () => this.#watchdog.close()];
    this.#timers = [
      setInterval(() => this.#measure().catch((error: Error) => this.#log.warn(error.message)), MEASURE_MS),
      setInterval(() => this.#review(), REVIEW_MS),
    ];
    this.report({ kind: "tick" });
  }

  report(fact: InputFact): void {
    if (fact.kind === "effect-failed") this.#parts.commands.noteFailure(fact.vmRef, fact.reason);
    this.#parts.driver.report(fact);
  }

  #runner(vmRef: string): MachineRunner {
    let runner = this.#runners.get(vmRef);
    if (!runner) {
      runner = new MachineRunner(vmRef, this.#environment());
      this.#runners.set(vmRef, runner);
    }
    return runner;
  }

  #environment(): MachineEnvironment {
    return {
      config: this.#config,
      log: this.#log,
      report: (fact) => this.report(fact),
      askPartner: (method, args, timeoutMs) => this.#parts.peer.ask(method, args, timeoutMs),
      guardUntilMs: (vmRef) => this.#guards.untilMs(vmRef),
      takePort: () => this.#config.replication.firstPort + (this.#nextPort++ % 1_000),
    };
  }

  #begin(effect: Exclude<Effect, { kind: "persist" | "arm-watchdog" | "disarm-watchdog" }>): void {
    const { peer, witnesses, journal } = this.#parts;
    switch (effect.kind) {
      case "send":
        peer.send(effect.path, effect.message);
        return;
      case "ask-witness":
        witnesses.find((witness) => witness.config.ref === effect.witnessRef)?.ask(effect.request);
        return;
      case "record":
        journal.append(effect.record).catch((error: Error) => this.#options.onBroken(error));
        return;
      case "accept-command":
        this.#decisions.accept(effect.commandId);
        return;
      case "refuse-command":
        this.#decisions.refuse(effect.commandId, effect.refusal);
        return;
      case "detach-leg": {
        const reason = "this host does not run machines without their own disk";
        this.report({ kind: "effect-failed", effect: effect.kind, vmRef: effect.vmRef, reason });
        return;
      }
      case "prepare-standby":
      case "stop-standby":
      case "begin-lockstep":
      case "end-lockstep":
      case "release-output":
      case "go-live": {
        const reason = "this host does not run machines in lockstep";
        this.report({ kind: "effect-failed", effect: effect.kind, vmRef: effect.vmRef, reason });
        return;
      }
      default:
        if (effect.kind === "start-vm" && !this.#guards.mayStart(effect.vmRef)) {
          const reason = "the watchdog does not answer";
          this.report({ kind: "effect-failed", effect: effect.kind, vmRef: effect.vmRef, reason });
          return;
        }
        this.#log.info(effect.kind, { vmRef: effect.vmRef });
        carryOut(effect, this.#runner(effect.vmRef));
        if (effect.kind === "delete-leg") this.#runners.delete(effect.vmRef);
    }
  }

  async #openScreen(vmRef: string): Promise<Socket> {
    const known = this.#parts.driver.state.durable.vms[vmRef];
    if (!known)
      throw new Refusal({
        code: "not-found",
        message: `There is no machine ${vmRef} on this host.`,
        field: "vmRef",
        value: vmRef,
      });
    const { name } = known.intent;
    const screen = this.#runners.get(vmRef)?.screen ?? null;
    if (screen !== null) return openScreenAt(screen, name);
    const { owner } = known.register;
    if (owner !== null && owner !== this.#config.side)
      throw new Refusal({
        code: "conflict",
        message: `${name} is active on the other host.`,
        field: "vmRef",
        value: owner,
        remedy: "Ask the agent of that side.",
      });
    throw new Refusal({
      code: "illegal-transition",
      message: `${name} does not run: there is no screen.`,
      field: "vmRef",
      value: vmRef,
      remedy: "Start it.",
    });
  }

  async #answerPartner(method: string, args: unknown): Promise<unknown> {
    const { vmRef } = args as { vmRef: string };
    const runner = this.#runners.get(vmRef);
    if (!runner) throw new Refusal({ code: "not-found", message: `Machine ${vmRef} is not known here.` });
    if (method === PEER_METHODS.replicaExport) return runner.replicaExport();
    if (method === PEER_METHODS.migrationTarget) {
      const port = runner.migrationTarget();
      if (port !== null) return port;
      throw new Refusal({ code: "illegal-transition", message: "The machine is not ready to receive memory yet." });
    }
    throw new Refusal({ code: "unsupported", message: `"${method}" is not a question of this version.` });
  }

  /** A folder of a machine that was never decided upon: its creation was cut short. */
  async #removeStrayFolders(): Promise<void> {
    const folder = machinesFolder(this.#config.stateDirectory);
    const known = this.#parts.driver.state.durable.vms;
    for (const name of await readdir(folder))
      if (!known[name] && (await MachineRunner.isIdle(this.#config.stateDirectory, name)))
        await rm(path.join(folder, name), { recursive: true });
  }

  async #measure(): Promise<void> {
    const vmRefs = Object.keys(this.#parts.driver.state.durable.vms);
    await this.#figures.measure(vmRefs, (vmRef) => this.#runner(vmRef).load());
    this.#changed();
  }

  async #review(): Promise<void> {
    try {
      if (await this.#parts.commands.review()) this.#changed();
    } catch (error) {
      this.#options.onBroken(error as Error);
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #vmViews(): HostVmView[] {
    const { state } = this.#parts.driver;
    const nowMs = monotonicMs();
    const wallNowMs = Date.now();
    const partnerAlive = state.heard !== null && !state.partnerSuspected && !state.partnerDead;
    return Object.values(state.durable.vms).flatMap((durable) => {
      const vm = state.vms[durable.vmRef];
      if (!vm) return [];
      return vmView(this.#config.side, durable, vm, {
        load: this.#figures.loadOf(durable.vmRef),
        hasLeg: this.#figures.hasLeg(durable.vmRef),
        stoppedByDisk: this.#runners.get(durable.vmRef)?.isStoppedByDisk ?? false,
        partnerAlive,
        wallMs: (atMs) => wallNowMs - (nowMs - atMs),
      });
    });
  }

  #view() {
    const { driver, peer, witnesses, tasks } = this.#parts;
    const state: HostState = driver.state;
    return hostView({
      config: this.#config,
      state,
      paths: peer.paths,
      linkUse: this.#figures.linkUse,
      witnesses: witnesses.map((witness) =>
        witness.view(witnessLostAfterMs(this.#timing), seatTermAt(state, witness.config.ref)),
      ),
      watchdog: this.#watchdog.isAnswering ? "armed" : "absent",
      heartbeatMs: this.#timing.haHeartbeatMs,
      vms: this.#vmViews(),
      tasks: tasks.shown(Date.now()),
    });
  }

  /** Lets go of everything but the machines: they go on. */
  async stop(): Promise<void> {
    this.#parts.driver.stop();
    for (const timer of this.#timers) clearInterval(timer);
    for (const witness of this.#parts.witnesses) witness.close();
    for (const close of this.#closers) close();
    await this.#parts.journal.close();
  }
}
