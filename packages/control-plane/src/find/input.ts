import * as z from "zod";

export const findInput = z.object({ text: z.string().max(200) });
export type FindInput = z.infer<typeof findInput>;
