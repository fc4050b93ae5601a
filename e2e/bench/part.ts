import type { Browser } from "@playwright/test";
import type { BenchConsole } from "./bench-console";
import type { Result } from "./result";

/** What the parts share; each is opened when the first part needs it. */
export interface Bench {
  console(): Promise<BenchConsole>;
  browser(): Promise<Browser>;
}

export interface Part {
  readonly name: string;
  measure(bench: Bench): Promise<Result[]>;
}
