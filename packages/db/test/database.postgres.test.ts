import { describeDatabase } from "./database-suite";

describeDatabase("postgres");
