import { task } from "@v-available/db/schema/task";
import { admitMachine } from "@v-available/domain/machine-admission";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import { Refusal } from "@v-available/domain/refusal";
import { listWords } from "@v-available/domain/wording";
import { and, eq } from "drizzle-orm";
import type { ActorDeed } from "../audit/deed";
import { takePicture } from "../query/picture";
import { submit, type VerbKit } from "../task/submit";
import type { CreateMachineInput } from "./input";
import { refuseIfBlocked } from "./refuse";
import { capabilitiesOf } from "./view";

export const createMachine = (kit: VerbKit, { pairId, taskKey, ...rest }: CreateMachineInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.create", taskKey, async (db, nowMs) => {
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
    const definition: MachineDefinition = { ...rest, pairRef: pair.row.ref };
    const machines = picture.pairs
      .filter(({ row }) => row.adapter === pair.row.adapter)
      .flatMap(({ facts }) => facts.machines);
    // A machine that is being made has its name already, though the hosts do not speak of it yet.
    const coming = await db
      .select({ name: task.subjectName })
      .from(task)
      .where(and(eq(task.kind, "vm.create"), eq(task.state, "running"), eq(task.adapter, pair.row.adapter)));
    refuseIfBlocked(
      admitMachine(definition, {
        facts: pair.facts,
        pairNames: picture.pairs.map(({ row }) => row.name),
        names: [...machines, ...coming].map(({ name }) => name),
        macs: Object.fromEntries(machines.map(({ mac, name }) => [mac, name])),
        images: null,
        capabilities: await capabilitiesOf(db, pair.row.adapter),
      }),
    );
    return {
      adapter: pair.row.adapter,
      command: { kind: "vm.create", definition },
      title: `Create ${definition.name} on ${pair.row.name}`,
      subject: { kind: "vm", id: null, ref: definition.name, name: definition.name },
      pairId,
      before: null,
      after: definition,
    };
  });
