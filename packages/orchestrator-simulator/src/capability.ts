import type { Capabilities } from "@v-available/orchestrator/capability";

const no = (reason: string) => ({ supported: false, reason: `Not acted on: ${reason}` }) as const;

export const CAPABILITIES: Capabilities = {
  "create-machine": { supported: true },
  "edit-machine": { supported: true },
  "delete-machine": { supported: true },
  "start-stop": { supported: true },
  "high-availability": { supported: true },
  "fault-tolerance": { supported: true },
  "remote-availability": { supported: true },
  "disaster-recovery": { supported: true },
  "recovery-drill": { supported: true },
  "switch-active": { supported: true },
  "host-maintenance": { supported: true },
  "serve-from-partner": { supported: true },
  "compare-copies": { supported: true },
  "choose-copy": { supported: true },
  "form-pair": { supported: true },
  "replace-host": { supported: true },
  "console-screen": { supported: true },
  "restart-order": { supported: true },
  failback: no("a simulated machine stays where it was taken over until somebody moves it."),
  "mtbf-policy": no("the simulated hosts judge all parts by the thresholds of the product."),
  "resync-share": { supported: true },
  "planned-window": { supported: true },
};
