import { theWayToTheConsole } from "./console-subject";
import type { FaultType } from "./fault-type";

/** The console hears nothing and asks in vain; hosts go on deciding and writing down, and it reads that afterwards. */
export const orchestratorUnreachable: FaultType = {
  kind: "orchestrator-unreachable",
  label: "Cut the console off from the hosts",
  clearLabel: "Let the console through again",
  subjects: theWayToTheConsole,
  inject: () => {},
  clear: () => {},
};
