import { describeLive } from "./live-suite";

describeLive("postgres");
