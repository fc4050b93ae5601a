import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { revision } from "./column";

/** What people call a kind of machines: rules and policies find them by it. */
export const machineLabel = pgTable(
  "machine_label",
  { vmId: uuid("vm_id").notNull(), label: text("label").notNull(), revision: revision() },
  (table) => [primaryKey({ columns: [table.vmId, table.label] })],
);
