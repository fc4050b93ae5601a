import { hasDisk } from "../machine/disk-file";
import { type Load, NO_LOAD } from "../machine/load-meter";
import { machineFolder } from "../machine/machine-folder";
import { LinkMeter } from "./link-meter";

interface LinkUse {
  readonly bandwidthBytesPerSecond: number;
  readonly usedBytesPerSecond: number;
}

/** What this host measures of its machines and links, as it was measured last. */
export class Figures {
  readonly #stateDirectory: string;
  readonly #meters: readonly { readonly device: string; readonly meter: LinkMeter }[];
  readonly #loads = new Map<string, Load>();
  readonly #legs = new Set<string>();
  #linkUse: Readonly<Record<string, LinkUse>> = {};

  constructor(stateDirectory: string, devices: readonly string[]) {
    this.#stateDirectory = stateDirectory;
    this.#meters = devices.map((device) => ({ device, meter: new LinkMeter(device) }));
  }

  async measure(vmRefs: readonly string[], loadOf: (vmRef: string) => Promise<Load>): Promise<void> {
    await Promise.all(
      vmRefs.map(async (vmRef) => {
        this.#loads.set(vmRef, await loadOf(vmRef));
        if (await hasDisk(machineFolder(this.#stateDirectory, vmRef).disk)) this.#legs.add(vmRef);
        else this.#legs.delete(vmRef);
      }),
    );
    const use = await Promise.all(this.#meters.map(async ({ device, meter }) => [device, await meter.read()] as const));
    this.#linkUse = Object.fromEntries(use);
  }

  loadOf(vmRef: string): Load {
    return this.#loads.get(vmRef) ?? NO_LOAD;
  }
  hasLeg(vmRef: string): boolean {
    return this.#legs.has(vmRef);
  }
  /** By device. */
  get linkUse(): Readonly<Record<string, LinkUse>> {
    return this.#linkUse;
  }
}
