import type { Capabilities } from "@v-available/orchestrator/capability";

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
  "console-screen": { supported: false, reason: "Simulated machines have no screen." },
};
