import { pagesOf } from "../page";
import { newProfile, visit } from "../page-visit";
import type { Part } from "../part";
import type { Result } from "../result";
import { ELEMENTS, REQUESTS } from "../weight";

/** What each page brings over the wire and keeps in the document: the same at every run. */
export const weight: Part = {
  name: "weight",
  async measure(bench) {
    const console_ = await bench.console();
    const results: Result[] = [];
    for (const page of await pagesOf(console_)) {
      const profile = await newProfile(await bench.browser(), console_);
      const seen = await visit(await profile.newPage(), `${console_.url}${page.path}`, page.usable);
      await profile.close();
      const result = (what: string, value: number, unit: string, budget: number): Result => ({
        part: "weight",
        what: `${page.name}: ${what}`,
        value,
        unit,
        budget,
        deterministic: true,
      });
      results.push(
        result("JavaScript on the wire", seen.scriptKB, "KB", page.scriptKB),
        result("requests", seen.requests, "", REQUESTS),
        result("elements", seen.elements, "", ELEMENTS),
      );
    }
    return results;
  },
};
