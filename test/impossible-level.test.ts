import { randomUUID } from "node:crypto";
import { task } from "@v-available/db/schema/task";
import { FAULT_TOLERANCE, type Protection, REMOTE_AVAILABILITY, withRecovery } from "@v-available/domain/level";
import { POLICY_PRESETS } from "@v-available/domain/policy";
import { expect, it } from "vitest";
import { OPERATOR } from "../packages/control-plane/test/world";
import { worldOfEachTest } from "../packages/control-plane/test/world-of-each-test";
import { askApi } from "./ask-api";

const each = worldOfEachTest(10_000);

const MACHINE = {
  ...{ name: "newcomer", vcpus: 1, memoryMiB: 512, diskMiB: 512, image: "debian-12" },
  ...{ side: null, mac: null, ip: null, guest: "linux" },
};

it.each([
  ["an asynchronous copy that loses nothing", withRecovery(FAULT_TOLERANCE, 0), "recovery.targetRpoMs", 0],
  ["lockstep without a mirror", { ...FAULT_TOLERANCE, mirror: "none" }, "mirror", "none"],
  ["two sites without a mirror", { ...REMOTE_AVAILABILITY, mirror: "none" }, "mirror", "none"],
] as const satisfies readonly (readonly [string, Protection, string, unknown])[])(
  "refuses %s alike in a policy, on the dial, of a new machine and in what is shown before",
  async (_, protection, field, value) => {
    const { queries } = each.world.desk;
    const machineId = (await queries.machineList()).find(({ name }) => name === "ha-app")?.id;
    const pairId = (await queries.pairList())[0]?.id;
    const refused = { code: "invalid", value, limit: expect.any(String), remedy: expect.any(String) };
    const policy = { ...POLICY_PRESETS["high-availability"], name: "impossible", protection };
    const tasks = () => each.world.db.read((db) => db.select().from(task));
    const before = await tasks();
    for (const [path, input] of [
      ["policy.createDraft", { policy, key: randomUUID() }],
      ["machine.protect", { machineId, protection, taskKey: randomUUID() }],
      ["machine.previewProtect", { machineId, protection }],
      ["machine.create", { ...MACHINE, pairId, protection, taskKey: randomUUID() }],
      ["machine.previewCreate", { ...MACHINE, pairId, protection }],
      ["pair.room", { pairId, vcpus: 1, memoryMiB: 512, protection }],
    ] as const) {
      const error = (await askApi(each.world, path, input, OPERATOR).catch((thrown: unknown) => thrown)) as {
        cause?: { detail?: unknown };
      };
      const prefix = path === "policy.createDraft" ? "policy." : "";
      expect(error.cause?.detail, path).toMatchObject({ ...refused, field: `${prefix}protection.${field}` });
    }
    expect(await tasks(), "nothing was asked of the backend").toEqual(before);
  },
);
