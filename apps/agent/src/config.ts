import { readFile } from "node:fs/promises";
import { type AgentConfig, agentConfigSchema } from "@v-available/domain/agent-config";

/** @throws Error with one plain sentence that names the file and what is wrong with it */
export async function readConfig(file: string): Promise<AgentConfig> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new Error(`The configuration ${file} can't be read: ${error.message}.`);
  });
  const parsed = agentConfigSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`The configuration ${file} is wrong at ${issue?.path.join(".") || "its top"}: ${issue?.message}.`);
}
