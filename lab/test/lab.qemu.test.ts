import fs from "node:fs";
import { expect, it } from "vitest";
import { isMirrored, LabWatch } from "../lab-watch";
import { makeMachine } from "../machine-command";
import { partsOf } from "../network";
import { namespace, rootDevice } from "../settings";
import { run } from "../shell";
import { FAST, openTestLab } from "./test-lab";

/** Processes that have a path or a name of this lab on their command line. */
function processesWith(...words: readonly string[]): string[] {
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => {
    try {
      const line = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      return words.some((word) => line.includes(word)) ? [line] : [];
    } catch {
      return []; // it has just ended
    }
  });
}

it("a lab that was killed in any state comes up again with its machine, and leaves nothing when it is ended", async () => {
  const lab = await openTestLab();
  const { settings } = lab;
  try {
    await makeMachine(settings, "ledger");
    // As after a crash of the computer: no process, no namespace, only the folder.
    await lab.down({ removeState: false });
    await lab.up(FAST);
    // As after a kill in the middle of making the network: a part of it, without the mark of being complete.
    await lab.down({ removeState: false });
    await run("ip", ["netns", "add", namespace(settings, "switch")]);
    await run("ip", ["netns", "add", namespace(settings, "a")]);
    await lab.up(FAST);
    // Again on top of one that runs, with a host off and a cable cut.
    await lab.pullPlug("b");
    await lab.cut(["link-a"]);
    await lab.up(FAST);
    await lab.up(FAST);
    expect(lab.cuts()).toEqual(["link-a"]);
    await lab.mend(["link-a"]);
    const watch = await LabWatch.open(lab);
    await watch.vmIs("ledger", "is protected again", 90_000, isMirrored);
    await watch.close();
  } finally {
    await lab.down({ removeState: true });
    await lab.down({ removeState: true });
  }
  expect(processesWith(settings.directory, namespace(settings, "a"), namespace(settings, "b"))).toEqual([]);
  expect(await partsOf(settings)).toEqual([]);
  expect(await run("ip", ["-o", "link", "show"])).not.toContain(rootDevice(settings));
  expect(fs.existsSync(settings.directory)).toBe(false);
});
