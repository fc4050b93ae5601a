import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { revision } from "./column";

export const setting = pgTable("setting", {
  key: text("key").primaryKey(),
  revision: revision(),
  value: jsonb("value").$type<unknown>().notNull(),
});
