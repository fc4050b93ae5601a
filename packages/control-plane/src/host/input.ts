import * as z from "zod";
import { taskKeySchema } from "../vm/input";

export const hostInput = z.object({ hostId: z.uuid() });
export const hostTaskInput = hostInput.extend({ taskKey: taskKeySchema });
export type HostTaskInput = z.infer<typeof hostTaskInput>;
