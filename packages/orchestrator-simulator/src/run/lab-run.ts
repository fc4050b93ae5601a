import type { Command } from "@v-available/domain/command";
import type { Drill } from "@v-available/domain/drill";
import type { HostRecord } from "@v-available/domain/observed";
import { carryCommand, checkCommand } from "../command";
import { beginListening, hasHeardAll, isConsoleCutOff } from "../console";
import { type Digest, digestWords } from "../digest";
import { drillsOfCopy } from "../drill";
import { advance } from "../engine";
import { checkInject, clear, inject } from "../fault-lab";
import { drainInbox } from "../host-driver";
import { readImage, writeImage } from "../image";
import { SafetyWatch } from "../invariant";
import { LivenessWatch } from "../liveness";
import { addPlain, losePlainHost, PLAIN } from "../plain-failover";
import type { RequestEnd } from "../request";
import { startRequests } from "../request";
import type { Settings } from "../setting";
import { DEFAULT_SETTINGS } from "../setting";
import { type Mark, mark, type Sim, simOf } from "../sim";
import type { SimConsole, SimRequests } from "../world/watched";
import { buildWorld } from "../world-builder";
import { inOrder, type Lane, lineOf, type Scenario, type ScriptAct, type ScriptLine } from "./scenario";
import { type Breakable, breakableOf, type StageView, viewStage } from "./stage-view";

/** A world settles before it is shown: agents start, copies are found whole. */
const SETTLE_MS = 5_000;
/** Any fixed moment will do: a run says nothing of the day it is looked at. */
const WALL_MS = Date.UTC(2026, 0, 1);
/** A crowd that asks forty times a second is answered more often than that by whatever answers at all. */
const SILENT_FROM_MS = 1_000;
/** Moments that are kept to go back to: every so often, and no more than a hundred. */
const KEYFRAME_EVERY_MS = 10_000;
const KEPT_KEYFRAMES = 100;
/** Somebody looks at every moment of it. */
const SETTINGS: Settings = { ...DEFAULT_SETTINGS, rhythm: { ...DEFAULT_SETTINGS.rhythm, napAfterMs: null } };

/** What became known in a run since somebody last took it. Times count from zero, in milliseconds. */
export interface RunNews {
  readonly ends: readonly RequestEnd[];
  readonly marks: readonly Mark[];
  readonly records: readonly HostRecord[];
}

interface Keyframe {
  readonly image: string;
  readonly atMs: number;
  readonly acts: number;
  readonly watch: SafetyWatch;
  readonly liveness: LivenessWatch;
}

/**
 * One run of a scenario: a seed and a script, and so the same every time, to the last bit. Going back is playing again from
 * a moment that was kept.
 */
export class LabRun {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly #zeroMs: number;
  readonly #targets = new Map<string, Lane>();
  readonly #keyframes: Keyframe[] = [];
  #sim: Sim;
  #watch = new SafetyWatch();
  #liveness = new LivenessWatch();
  /** What is done and when: the scenario's script, and what somebody did by hand. */
  #script: readonly ScriptLine[];
  #byHand: readonly ScriptLine[];
  /** How many lines of it are done. */
  #acts = 0;
  #news: { ends: RequestEnd[]; marks: Mark[]; records: HostRecord[] } = { ends: [], marks: [], records: [] };

  /** @param byHand what somebody did in this run before it was opened here, in order of time */
  constructor(scenario: Scenario, seed: string, byHand: readonly ScriptLine[] = []) {
    this.scenario = scenario;
    this.seed = seed;
    this.#byHand = byHand;
    this.#script = inOrder(scenario.script, byHand);
    this.#zeroMs = SETTLE_MS + scenario.warmUpMs;
    this.#sim = buildWorld({ seed, fleet: scenario.fleet, settings: SETTINGS, wallMs: WALL_MS });
    this.#watchOver();
    this.#advanceWorld(SETTLE_MS);
    for (const lane of scenario.lanes) this.#targets.set(this.#begin(lane), lane);
    beginListening(this.#sim);
    this.#sim.newRecords = [];
    this.#keep();
  }

  /** A lane's clients begin to ask. @returns the ref of what they ask */
  #begin(lane: Lane): string {
    if (lane.target === PLAIN) {
      addPlain(this.#sim);
      return PLAIN;
    }
    const vm = Object.values(this.#sim.world.vms).find(({ name }) => name === lane.target);
    if (vm === undefined) throw new Error(`the stage has no machine ${lane.target}`);
    startRequests(this.#sim, vm.ref);
    return vm.ref;
  }

  /** Since zero; negative before it. */
  get atMs(): number {
    return this.#sim.world.nowMs - this.#zeroMs;
  }
  get beginsAtMs(): number {
    return -this.scenario.warmUpMs;
  }
  get isOver(): boolean {
    return this.atMs >= this.scenario.untilMs;
  }
  get digest(): Digest {
    return this.#sim.world.digest;
  }
  get digestWords(): string {
    return digestWords(this.digest);
  }
  get safety(): SafetyWatch {
    return this.#watch;
  }
  get liveness(): LivenessWatch {
    return this.#liveness;
  }
  /** @param drawnRef the pair to draw; else the first */
  stage(drawnRef: string | null = null): StageView {
    return viewStage(this.#sim, drawnRef);
  }
  get breakable(): readonly Breakable[] {
    return breakableOf(this.#sim);
  }
  laneOf(target: string): Lane | undefined {
    return this.#targets.get(target);
  }
  requestsOf(target: string): Readonly<SimRequests> | undefined {
    return this.#sim.world.requests[this.refOf(target)];
  }
  /** How long nobody has been answered until now, or was at the longest. */
  longestSilenceMs(target: string): number {
    const requests = this.requestsOf(target);
    if (requests === undefined) return 0;
    return Math.max(requests.longestSilenceMs, this.#sim.world.nowMs - requests.lastAnswerAtMs);
  }
  /** Whether it answers at this moment: of one that does not nobody knows what it will have kept. */
  answersNow(target: string): boolean {
    const requests = this.requestsOf(target);
    return requests !== undefined && this.#sim.world.nowMs - requests.lastAnswerAtMs < SILENT_FROM_MS;
  }
  /** What came of each drill of its copy, the first one first; what still runs is the last. */
  drillsOf(target: string): Drill["state"][] {
    const { recovery } = this.#sim.world.vms[this.refOf(target)] ?? {};
    return recovery
      ? drillsOfCopy(this.#sim, recovery)
          .map(({ state }) => state)
          .reverse()
      : [];
  }
  /** What somebody who reads what the hosts write down has of it. */
  get console(): Readonly<SimConsole> & { readonly whole: boolean; readonly cutOff: boolean } {
    const { console } = this.#sim.world;
    if (console === undefined) throw new Error("nobody listens to this run");
    return { ...console, whole: hasHeardAll(this.#sim, console), cutOff: isConsoleCutOff(this.#sim.world) };
  }
  refOf(target: string): string {
    for (const [ref, lane] of this.#targets) if (lane.target === target) return ref;
    return target;
  }

  /** Lets the run go on to that time, or to its end. */
  advanceTo(atMs: number): void {
    const untilMs = Math.min(atMs, this.scenario.untilMs);
    for (;;) {
      const next = this.#script[this.#acts];
      const keptMs = (this.#keyframes.at(-1)?.atMs ?? 0) + this.#keyframeEveryMs;
      const stopMs = Math.min(untilMs, next?.atMs ?? untilMs, Math.max(this.atMs, keptMs));
      this.#advanceWorld(stopMs + this.#zeroMs);
      if (next !== undefined && this.#isAt(next.atMs) && next.atMs <= untilMs) {
        this.#do(next);
        this.#acts += 1;
        continue;
      }
      if (this.#isAt(keptMs)) this.#keep();
      if (this.#isAt(untilMs)) return;
    }
  }

  /** Compared as it was advanced: a fraction of a millisecond may not come back from the world's own time as it went in. */
  #isAt(atMs: number): boolean {
    return this.#sim.world.nowMs >= atMs + this.#zeroMs;
  }

  get #keyframeEveryMs(): number {
    return Math.max(KEYFRAME_EVERY_MS, this.scenario.untilMs / KEPT_KEYFRAMES);
  }

  get byHand(): readonly ScriptLine[] {
    return this.#byHand;
  }

  /**
   * Does something now: at the next whole millisecond, because an address has whole ones and is to be the same run.
   * What somebody had done by hand at later times is undone by that: it belongs to another run.
   * @throws Refusal where it can't be done, such as to cut what is cut
   */
  act(act: ScriptAct, sentence: string): void {
    this.advanceTo(Math.ceil(this.atMs));
    const { atMs } = this;
    if (act.do === "inject") checkInject(this.#sim, { kind: act.fault, subjectRef: this.refOf(act.subjectRef) });
    this.#byHand = [...this.#byHand.filter((line) => line.atMs <= atMs), lineOf(atMs, sentence, act)];
    // The lines that are done stay in front: nothing is put in before now.
    this.#script = inOrder(this.scenario.script, this.#byHand);
    this.advanceTo(atMs);
  }

  /** The moment from which it would be played again to go back to that time: what was taken of later times is then void. */
  seekStart(atMs: number): number {
    return this.#keyframes.findLast((kept) => kept.atMs <= atMs)?.atMs ?? this.beginsAtMs;
  }

  /** Goes to any time, also back. What is taken after that begins anew: throw away what was taken of later times. */
  seek(atMs: number): void {
    const toMs = Math.max(this.beginsAtMs, Math.min(atMs, this.scenario.untilMs));
    if (toMs < this.atMs) {
      const index = this.#keyframes.findLastIndex((kept) => kept.atMs <= toMs);
      const kept = this.#keyframes[Math.max(0, index)];
      if (kept === undefined) return;
      this.#keyframes.length = Math.max(0, index) + 1;
      this.#sim = simOf(readImage(kept.image));
      this.#acts = kept.acts;
      this.#news = { ends: [], marks: [], records: [] };
      this.#watch = kept.watch.copy();
      this.#liveness = kept.liveness.copy();
      this.#watchOver();
    }
    this.advanceTo(toMs);
  }

  /** Whether a host wrote anything down, or something happened to a lane, since that was last taken. */
  get hasNews(): boolean {
    return this.#news.records.length + this.#news.marks.length > 0;
  }

  /** What has become known since it was last taken. */
  take(): RunNews {
    this.#collect();
    const news = this.#news;
    this.#news = { ends: [], marks: [], records: [] };
    return news;
  }

  /** A record's time, since zero. */
  sinceZeroMs(record: HostRecord): number {
    return record.atMs - WALL_MS - this.#zeroMs;
  }

  #watchOver(): void {
    this.#sim.beforeEffect = this.#watch.before;
  }

  #advanceWorld(untilMs: number): void {
    advance(this.#sim, null, untilMs, (sim, event) => {
      this.#watch.after(sim, event);
      this.#liveness.after(sim);
    });
    this.#collect();
  }

  #do({ act, sentence, to }: ScriptLine): void {
    // What happens to one machine is told to that alone; what happens to a host concerns all that are there.
    const one = "subjectRef" in act ? this.#targets.get(this.refOf(act.subjectRef)) : undefined;
    for (const [target, lane] of this.#targets)
      if ((lane.target === PLAIN) === (to === "plain") && (one === undefined || one === lane))
        mark(this.#sim, target, "scripted", sentence);
    if (act.do === "inject") inject(this.#sim, act.fault, this.refOf(act.subjectRef));
    else if (act.do === "clear") {
      const fault = Object.values(this.#sim.world.faults).find(
        (one) => one.kind === act.fault && one.subjectRef === this.refOf(act.subjectRef),
      );
      if (fault) clear(this.#sim, fault.id);
    } else if (act.do === "order") {
      this.#order(act.command);
    } else if (act.do === "lose-plain-host") losePlainHost(this.#sim);
    else {
      const signed = { vmRef: this.refOf(act.subjectRef), signedBy: "A person" };
      if (act.do === "recover") this.#order({ kind: "vm.recover", ...signed, loss: "what the copy does not have" });
      else if (act.do === "choose-copy")
        this.#order({ kind: "vm.choose-copy", ...signed, keep: act.keep, loss: "what the other side wrote alone" });
      else this.#order({ kind: act.do === "drill" ? "vm.drill" : "vm.end-drill", ...signed });
    }
    drainInbox(this.#sim);
    this.#watch.after(this.#sim, null);
  }

  #order(command: Command): void {
    checkCommand(this.#sim, command);
    carryCommand(this.#sim, command, `order ${this.#acts}`);
  }

  #collect(): void {
    const sim = this.#sim;
    const shift = <T extends { atMs: number }>(one: T): T => ({ ...one, atMs: one.atMs - this.#zeroMs });
    for (const end of sim.requestEnds)
      this.#news.ends.push({
        ...end,
        sentAtMs: end.sentAtMs - this.#zeroMs,
        endedAtMs: end.endedAtMs - this.#zeroMs,
      });
    this.#news.marks.push(...sim.marks.map(shift));
    this.#news.records.push(...sim.newRecords);
    sim.requestEnds = [];
    sim.marks = [];
    sim.newRecords = [];
    // Nobody observes this world.
    sim.touched.clear();
    sim.touchedTasks.clear();
  }

  #keep(): void {
    const [watch, liveness] = [this.#watch.copy(), this.#liveness.copy()];
    this.#keyframes.push({ image: writeImage(this.#sim), atMs: this.atMs, acts: this.#acts, watch, liveness });
  }
}
