import type { Side } from "@v-available/domain/state";
import { clientNow } from "../client";
import { isHung } from "../hung";
import type { Sim } from "../sim";
import type { SimInstance, SimVm } from "../world/machine";
import { type Colour, ROWS, type TextFrame } from "./text-frame";
import type { Typed, TypedAt } from "./typed";

const BLACK: Colour = [12, 14, 18];
const BLUE: Colour = [16, 52, 140];
const WHITE: Colour = [226, 228, 232];
const GREY: Colour = [138, 146, 158];
const AMBER: Colour = [236, 184, 88];

const SYSTEM: Readonly<Record<SimVm["guest"], string>> = {
  linux: "Debian GNU/Linux 12",
  windows: "Windows Server, command line",
  other: "Guest",
};

const PROMPT: Readonly<Record<SimVm["guest"], string>> = { linux: "# ", windows: "C:\\> ", other: "> " };

/** Worlds that were written down before they kept it, and machines that ran when theirs began. */
export const bootedAtMs = (vm: SimVm): number => vm.upSinceMs ?? 0;

function uptimeWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [minutes, hours, days] = [60, 3_600, 86_400].map((length) => Math.floor(seconds / length)) as [
    number,
    number,
    number,
  ];
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min ${seconds % 60} s`;
  return `${minutes} min ${seconds % 60} s`;
}

const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

export const typedAt = (sim: Sim, vm: SimVm): TypedAt => ({
  name: vm.name,
  prompt: PROMPT[vm.guest],
  uptime: uptimeWords(sim.world.nowMs - bootedAtMs(vm)),
});

const BOOT_LINES = [
  "Simulated firmware, one screen, one disk",
  "Booting from the first disk",
  "",
  "Loading the kernel",
  "Finding devices: one disk, one network card",
  "Mounting the disk",
  "Bringing the network up",
  "Starting services",
];
const BOOT_LINE_MS = 400;

const white = (text: string) => ({ text, ink: WHITE });
const grey = (text: string) => ({ text, ink: GREY });

function booting(sim: Sim, instance: SimInstance): TextFrame {
  const shown = 1 + Math.floor((sim.world.nowMs - instance.sinceMs) / BOOT_LINE_MS);
  return { ground: BLACK, rows: BOOT_LINES.slice(0, shown).map(grey) };
}

function crashed({ name, guest }: SimVm): TextFrame {
  if (guest === "windows")
    return {
      ground: BLUE,
      rows: ["", "", "", "  The system has stopped.", "", `  ${name} ran into an error that it cannot go on from.`]
        .concat(["", "  STOP 0x000000EF  CRITICAL_PROCESS_DIED", "", "  Its host restarts it."])
        .map(white),
    };
  return {
    ground: BLACK,
    rows: [
      grey("[ fault ] kernel: unable to handle the request"),
      grey("[ fault ] kernel: call trace is in the log of the guest"),
      { text: "[ fault ] Kernel panic: not syncing", ink: AMBER },
      grey(`[ fault ] ${name} stands; its host restarts it`),
    ],
  };
}

function running(sim: Sim, vm: SimVm, typed: Typed): TextFrame {
  const { prompt, uptime } = typedAt(sim, vm);
  const head = [
    { text: vm.name, ink: AMBER },
    grey(SYSTEM[vm.guest]),
    white(""),
    white(`up ${uptime}`),
    white(`writes acknowledged ${grouped(clientNow(sim, vm).acknowledged)}`),
    grey("-".repeat(48)),
  ];
  const lines = typed.lines.slice(-(ROWS - head.length - 1)).map(white);
  return { ground: BLACK, rows: [...head, ...lines, white(`${prompt}${typed.line}_`)] };
}

/**
 * What the guest shows; null where that does not move: it hangs, or what it puts out is held. Whoever looks then keeps the
 * picture that they have.
 */
export function pictureOf(sim: Sim, vm: SimVm, side: Side, typed: Typed): TextFrame | null {
  const instance = vm.instances[side];
  if (vm.guestCrashed) return isHung(vm) ? null : crashed(vm);
  if (isHung(vm) || instance === null || instance.state === "OutputHeld" || instance.held) return null;
  if (instance.state === "Starting") return booting(sim, instance);
  return running(sim, vm, typed);
}

/** For whoever begins to look while nothing moves. */
export const stillOf = (sim: Sim, vm: SimVm, typed: Typed): TextFrame => running(sim, vm, typed);
