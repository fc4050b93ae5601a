import { theConsole } from "./console-subject";
import type { FaultType } from "./fault-type";

/** Nobody looks. Hosts go on alone; what they wrote down meanwhile is read once it is back. */
export const controlPlaneDown: FaultType = {
  kind: "control-plane-down",
  label: "Stop the console",
  clearLabel: "Start the console again",
  subjects: theConsole,
  inject: () => {},
  clear: () => {},
};
