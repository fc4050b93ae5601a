import * as z from "zod";
import { outsideWindowOfSchema } from "../policy/window";
import { taskKeySchema } from "../vm/input";

export const hostInput = z.object({ hostId: z.uuid() });
export const hostTaskInput = hostInput.extend({ taskKey: taskKeySchema });
/** Begun within the windows of the machines' policies, but for those that are named. */
export const enterMaintenanceInput = hostTaskInput.extend({ outsideWindowOf: outsideWindowOfSchema });
export type EnterMaintenanceInput = z.infer<typeof enterMaintenanceInput>;
export type HostTaskInput = z.infer<typeof hostTaskInput>;
