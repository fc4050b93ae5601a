import { tlsFilesSchema } from "@v-available/domain/agent-config";
import { observedSiteSchema } from "@v-available/domain/observed";
import * as z from "zod";

const ref = z.string().min(1);
const agentSchema = z.object({
  ref,
  name: z.string().min(1),
  siteRef: ref,
  endpoint: z.object({ host: z.string().min(1), port: z.int().min(1).max(65_535) }),
});

/** The JSON file that QEMU_CONFIG names: where the agents of every pair are, and the certificate that opens their doors. */
export const qemuConfigSchema = z.object({
  /** Stable: half of every external ref. */
  name: z.string().min(1),
  /** The certificate must be the controller's (certificate-identity.ts). */
  tls: tlsFilesSchema,
  sites: z.array(observedSiteSchema),
  pairs: z
    .array(
      z.object({
        ref,
        name: z.string().min(1),
        siteRef: ref,
        hosts: z.object({ a: agentSchema, b: agentSchema }),
      }),
    )
    .min(1),
});
export type QemuConfig = z.infer<typeof qemuConfigSchema>;
export type PairConfig = QemuConfig["pairs"][number];
export type AgentEndpoint = z.infer<typeof agentSchema>;
