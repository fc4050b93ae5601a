import { describePast } from "./past-suite";

describePast("postgres");
