import type { BenchConsole } from "./bench-console";

export interface BenchPage {
  readonly name: string;
  readonly path: string;
  /** Holds in the page from the moment a person can work with what the page is about. */
  readonly usable: string;
  /** The most JavaScript on the wire, in KB. */
  readonly scriptKB: number;
}

const alive = (selector: string) => `benchProbe.alive(${JSON.stringify(selector)})`;

export const OVERVIEW: BenchPage = {
  name: "overview",
  path: "/",
  usable: alive('main a[href^="/pairs/"]'),
  scriptKB: 170,
};
export const MACHINES: BenchPage = {
  name: "machines",
  path: "/machines",
  usable: alive('main a[href^="/machines/"]'),
  scriptKB: 185,
};

/** Every page a person can open, on a fleet that has all of them. */
export async function pagesOf(console_: Pick<BenchConsole, "ask">): Promise<BenchPage[]> {
  const machines = await console_.ask<{ id: string; name: string; pair: { id: string } }[]>("machine.list");
  const machine = machines.find(({ name }) => name === "erp-db") ?? machines[0];
  if (!machine) throw new Error("The fleet has no machine to open.");
  return [
    OVERVIEW,
    MACHINES,
    { name: "a machine", path: `/machines/${machine.id}`, usable: alive("main button"), scriptKB: 200 },
    { name: "a screen", path: `/machines/${machine.id}/screen`, usable: alive("main button"), scriptKB: 200 },
    { name: "pairs", path: "/pairs", usable: alive('main a[href^="/pairs/"]'), scriptKB: 200 },
    { name: "a pair", path: `/pairs/${machine.pair.id}`, usable: alive("main a"), scriptKB: 200 },
    { name: "fault lab", path: "/lab", usable: alive("main button"), scriptKB: 200 },
    { name: "faults", path: "/faults", usable: alive("main button, main a, main input"), scriptKB: 200 },
  ];
}
