/** A fault that the lab can inject. */
export interface LabFault {
  /** "pull-the-plug" … */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What it is injected into. */
  readonly target: "host" | "link" | "witness" | "pair" | "vm" | "component" | "site";
}

export interface ActiveInjection {
  readonly id: string;
  readonly fault: string;
  readonly targetRef: string;
  readonly targetName: string;
  readonly atMs: number;
}

export interface LabCatalogue {
  readonly faults: readonly LabFault[];
  readonly targets: readonly {
    readonly kind: LabFault["target"];
    readonly ref: string;
    readonly name: string;
    readonly pairId: string | null;
  }[];
  readonly active: readonly ActiveInjection[];
}
