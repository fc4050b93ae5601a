import * as z from "zod";

export const incidentInput = z.object({ incidentId: z.uuid() });
