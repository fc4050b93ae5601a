import { admitMachine } from "@v-available/domain/machine-admission";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import { Refusal } from "@v-available/domain/refusal";
import { freerSide } from "@v-available/domain/room";
import { listWords } from "@v-available/domain/wording";
import type { ActorDeed } from "../audit/deed";
import { refuseIfCircle } from "../policy/circle";
import { takePicture } from "../query/picture";
import { submit, type VerbKit } from "../task/submit";
import type { CreateMachineInput } from "./input";
import { machineWorld } from "./machine-world";
import { refuseIfBlocked, refuseIfImpossible } from "./refuse";
import { capabilitiesOf } from "./view";

export const createMachine = (kit: VerbKit, { pairId, taskKey, ...rest }: CreateMachineInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.create", taskKey, async (db, nowMs) => {
    refuseIfImpossible(rest.protection);
    const picture = await takePicture(db, nowMs);
    const pair = picture.pair(pairId);
    if (!pair)
      throw new Refusal({
        code: "not-found",
        message: `${rest.name} was not created: there is no such pair.`,
        field: "pairId",
        value: pairId,
        limit: listWords(picture.pairs.map(({ row }) => row.name)) || "no pair",
        remedy: "Choose a pair that exists.",
      });
    const { adapter, ref: pairRef, name: pairName } = pair.row;
    // The host that admission looked at is the one that is asked for.
    const definition: MachineDefinition = { ...rest, pairRef, side: rest.side ?? freerSide(pair.facts) };
    refuseIfBlocked(admitMachine(definition, await machineWorld(db, picture, pair, await capabilitiesOf(db, adapter))));
    const at = { field: "name", value: rest.name, remedy: "Choose another name, or let one of them not wait." };
    await refuseIfCircle(db, nowMs, { made: { pairId, name: rest.name } }, at);
    return {
      adapter,
      command: { kind: "vm.create", definition },
      title: `Create ${definition.name} on ${pairName}`,
      subject: { kind: "vm", id: null, ref: definition.name, name: definition.name },
      pairId,
      before: null,
      after: definition,
    };
  });
