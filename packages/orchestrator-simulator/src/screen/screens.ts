import { Refusal } from "@v-available/domain/refusal";
import { SIDES, type Side } from "@v-available/domain/state";
import type { ScreenEnd, ScreenStream } from "@v-available/orchestrator/screen";
import { isConsoleCutOff } from "../console";
import { isHeard } from "../heard";
import { isHung } from "../hung";
import { hostAt, type Sim } from "../sim";
import type { SimVm } from "../world/machine";
import { bootedAtMs, pictureOf, stillOf, typedAt } from "./guest-picture";
import { Outbox } from "./outbox";
import { RfbServer } from "./rfb-server";
import type { TextFrame } from "./text-frame";
import { letterOf, noteAt, nothingTyped, type Typed, typeAt } from "./typed";

/** Guests are drawn anew this often in virtual time, and at once where somebody types. */
const LOOK_EVERY_MS = 100;

const KEY = { control: [0xffe3, 0xffe4], alt: [0xffe9, 0xffea], remove: [0xffff, 0xff9f] } as const;

interface Viewer {
  readonly vmRef: string;
  readonly side: Side;
  /** Of the process that is looked at: another one has another screen. */
  readonly run: number;
  readonly rfb: RfbServer;
  readonly outbox: Outbox;
  readonly held: Set<number>;
  readonly end: (because: ScreenEnd) => void;
}

/** Screens of simulated guests. They are no part of the world: it goes the same way whether somebody looks or not. */
export class Screens {
  readonly #sim: Sim;
  readonly #viewers = new Set<Viewer>();
  readonly #typed = new Map<string, Typed>();
  readonly #shown = new Map<string, TextFrame>();
  #lookedAtMs = Number.NEGATIVE_INFINITY;

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  /** @throws Refusal not-found | illegal-transition | unsupported */
  open(vmRef: string): ScreenStream {
    const vm = this.#sim.world.vms[vmRef];
    if (!vm) throw new Refusal({ code: "not-found", message: `There is no machine ${vmRef}.`, field: "vmRef" });
    const side = sideOf(this.#sim, vm);
    const instance = side && vm.instances[side];
    if (side === null || !instance) throw nowhere(vm);
    const outbox = new Outbox();
    let told: (because: ScreenEnd) => void = () => {};
    const ended = new Promise<ScreenEnd>((resolve) => {
      told = resolve;
    });
    const held = new Set<number>();
    const rfb = new RfbServer(vm.name, {
      send: (bytes) => outbox.put(bytes),
      onKey: (keysym, down) => this.#key(viewer, keysym, down),
      onText: (text) => {
        for (const letter of text) this.#type(viewer, letter === "\n" ? "Enter" : letter);
      },
    });
    const viewer: Viewer = {
      ...{ vmRef, side, run: instance.run, rfb, outbox, held },
      end: (because) => {
        if (!this.#viewers.delete(viewer)) return;
        outbox.end();
        told(because);
      },
    };
    this.#viewers.add(viewer);
    return {
      side,
      down: outbox,
      ended,
      send: async (bytes) => {
        if (!this.#viewers.has(viewer)) return;
        rfb.take(bytes);
        this.#look(viewer);
      },
      close: () => viewer.end("closed"),
    };
  }

  /** Time has passed. */
  look(): void {
    const { nowMs } = this.#sim.world;
    if (this.#viewers.size === 0 || nowMs - this.#lookedAtMs < LOOK_EVERY_MS) return;
    this.#lookedAtMs = nowMs;
    for (const viewer of this.#viewers) this.#look(viewer);
  }

  close(): void {
    for (const viewer of this.#viewers) viewer.end("ended");
  }

  #look(viewer: Viewer): void {
    const vm = this.#sim.world.vms[viewer.vmRef];
    const because = vm ? whyOver(this.#sim, vm, viewer) : "ended";
    if (because !== null || !vm) {
      viewer.end(because ?? "ended");
      return;
    }
    // Whoever does not read is sent nothing more.
    if (!viewer.outbox.isEmpty) return;
    const typed = this.#typedAt(vm);
    const frame =
      pictureOf(this.#sim, vm, viewer.side, typed) ?? this.#shown.get(vm.ref) ?? stillOf(this.#sim, vm, typed);
    this.#shown.set(vm.ref, frame);
    viewer.rfb.show(frame);
  }

  #typedAt(vm: SimVm): Typed {
    const known = this.#typed.get(vm.ref);
    return known?.bootedAtMs === bootedAtMs(vm) ? known : nothingTyped(bootedAtMs(vm));
  }

  #key({ vmRef, side, held }: Viewer, keysym: number, down: boolean): void {
    if (down) held.add(keysym);
    else held.delete(keysym);
    if (!down) return;
    const holds = (keys: readonly number[]) => keys.some((key) => held.has(key));
    if (KEY.remove.some((key) => key === keysym) && holds(KEY.control) && holds(KEY.alt))
      this.#change({ vmRef, side }, (typed) => noteAt(typed, "Ctrl+Alt+Del: noticed. This guest goes on."));
    else if (!holds(KEY.control) && !holds(KEY.alt)) this.#type({ vmRef, side }, letterOf(keysym));
  }

  #type(at: Pick<Viewer, "vmRef" | "side">, letter: string | null): void {
    if (letter !== null) this.#change(at, (typed, vm) => typeAt(typed, letter, typedAt(this.#sim, vm)));
  }

  /** A guest that hangs, has crashed or still boots takes no key. */
  #change({ vmRef, side }: Pick<Viewer, "vmRef" | "side">, change: (typed: Typed, vm: SimVm) => Typed): void {
    const vm = this.#sim.world.vms[vmRef];
    if (!vm || isHung(vm) || vm.guestCrashed || vm.instances[side]?.state === "Starting") return;
    this.#typed.set(vmRef, change(this.#typedAt(vm), vm));
  }
}

/** Where the console would find its screen: on a host that it hears, on the newest token. */
function sideOf(sim: Sim, vm: SimVm): Side | null {
  if (isConsoleCutOff(sim.world)) return null;
  const sides = SIDES.filter((side) => vm.instances[side]?.role === "active" && isHeard(hostAt(sim, vm.pairRef, side)));
  const epochOn = (side: Side) => vm.instances[side]?.epoch ?? 0;
  return sides.reduce<Side | null>((best, side) => (best && epochOn(best) >= epochOn(side) ? best : side), null);
}

function whyOver(sim: Sim, vm: SimVm, viewer: Viewer): ScreenEnd | null {
  const side = sideOf(sim, vm);
  if (side !== null && side !== viewer.side) return "moved";
  if (side === null)
    return isHeard(hostAt(sim, vm.pairRef, viewer.side)) && !isConsoleCutOff(sim.world) ? "ended" : "lost";
  return vm.instances[side]?.run === viewer.run ? null : "ended";
}

function nowhere(vm: SimVm): Refusal {
  if (vm.recovery?.live)
    return new Refusal({
      code: "unsupported",
      message: `${vm.name} runs at its recovery site, and screens are offered by the hosts of its pair only.`,
      remedy: "Bring it back to its pair first.",
    });
  const runs = SIDES.some((side) => vm.instances[side]?.role === "active");
  if (runs) return new Refusal({ code: "unreachable", message: `The host that runs ${vm.name} is not heard.` });
  return new Refusal({
    code: "illegal-transition",
    message: `${vm.name} does not run: there is no screen.`,
    remedy: "Start it.",
  });
}
