/** What is measured, and how it is written down. Times are milliseconds from the moment at which the fault was made. */
export type Measurement = "host-lost" | "partner-lost" | "links-cut" | "switch";

export interface Measured {
  readonly measurement: Measurement;
  readonly at: string;
  /** A host wrote down that something is wrong; null where nothing was. */
  readonly detectedMs: number | null;
  /** It asked the witness for the token. */
  readonly decidedMs: number | null;
  /** It had the token and let writes go, or started the machine. */
  readonly actedMs: number | null;
  /** The client had an acknowledgement again; null where it never missed one. */
  readonly answeredMs: number | null;
  /** The client's longest time between two acknowledgements. */
  readonly silentMs: number;
  readonly booted: boolean;
  /** From the end of the fault until both copies count again. */
  readonly restoredMs: number;
  readonly acknowledged: number;
  readonly lost: number;
  /** Compared byte by byte after the redundancy was restored. */
  readonly copies: "identical";
}

const TITLES: Readonly<Record<Measurement, string>> = {
  "host-lost": "The active host loses its power (kill -9 of QEMU, agent and watchdog, cables dark)",
  "partner-lost": "The partner loses its power",
  "links-cut": "Both availability links are cut",
  switch: "The active side is moved on purpose",
};

const seconds = (ms: number | null) => (ms === null ? "–" : (ms / 1_000).toFixed(2));

const COLUMNS: readonly (readonly [string, (run: Measured) => number | null])[] = [
  ["detected s", (run) => run.detectedMs],
  ["decided s", (run) => run.decidedMs],
  ["acted s", (run) => run.actedMs],
  ["boot s", (run) => (run.booted && run.answeredMs !== null ? run.answeredMs - (run.actedMs ?? 0) : null)],
  ["answers s", (run) => run.answeredMs],
  ["silent s", (run) => run.silentMs],
  ["restored s", (run) => run.restoredMs],
];

function summary(name: string, runs: readonly Measured[], of: (sorted: readonly number[]) => number | undefined) {
  const cells = COLUMNS.map(([, read]) => {
    const values = runs.map(read).filter((value) => value !== null);
    return seconds(of(values.sort((one, other) => one - other)) ?? null);
  });
  return `| **${name}** | ${cells.join(" | ")} | | |`;
}

export const median = (sorted: readonly number[]): number | undefined => {
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
};

/** One table for each measurement, in Markdown. */
export function markdownOf(all: readonly Measured[]): string {
  const kinds = (Object.keys(TITLES) as Measurement[]).filter((kind) => all.some((run) => run.measurement === kind));
  return kinds
    .map((kind) => {
      const runs = all.filter((run) => run.measurement === kind);
      const head = ["run", ...COLUMNS.map(([name]) => name), "acknowledged", "lost"];
      const rows = runs.map((run, index) => {
        const cells = COLUMNS.map(([, read]) => seconds(read(run)));
        return `| ${index + 1} | ${cells.join(" | ")} | ${run.acknowledged} | ${run.lost} |`;
      });
      return [
        `### ${TITLES[kind]}`,
        "",
        `| ${head.join(" | ")} |`,
        `|${head.map(() => "---:").join("|")}|`,
        ...rows,
        summary("median", runs, median),
        summary("worst", runs, (sorted) => sorted.at(-1)),
      ].join("\n");
    })
    .join("\n\n");
}
