import { Refusal } from "@v-available/domain/refusal";
import { allowedSwitch } from "@v-available/domain/transition";
import type { ActorDeed } from "../audit/deed";
import { submit, type VerbKit } from "../task/submit";
import type { SwitchActiveInput } from "./input";
import { intentOn } from "./intent";
import { refuseUnlessAllowed } from "./refuse";
import { findMachine } from "./view";

export const switchActive = (kit: VerbKit, { machineId, to, taskKey }: SwitchActiveInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.switch-active", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const able = found.capabilities["switch-active"];
    if (able && !able.supported) throw new Refusal({ code: "unsupported", message: able.reason });
    const verdict = allowedSwitch(observed, to, found.machine.protection, found.runningTask);
    refuseUnlessAllowed(verdict, `The active side of ${name} was not changed`);
    const host = found.pair.hosts[to]?.name ?? `host ${to.toUpperCase()}`;
    return intentOn(
      found,
      `Make ${host} the active side of ${name}`,
      { kind: "vm.switch-active", vmRef: ref, to },
      {
        before: { activeSide: observed.activeSide },
        after: { activeSide: to },
      },
    );
  });
