import { describeAudit } from "./audit-suite";

describeAudit("postgres");
