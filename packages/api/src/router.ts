import { alarm, fault } from "./router/alarm";
import { audit } from "./router/audit";
import { consent } from "./router/consent";
import { drill } from "./router/drill";
import { event } from "./router/event";
import { find } from "./router/find";
import { host } from "./router/host";
import { incident } from "./router/incident";
import { lab } from "./router/lab";
import { live } from "./router/live";
import { machine } from "./router/machine";
import { overview } from "./router/overview";
import { pair } from "./router/pair";
import { plan } from "./router/plan";
import { policy } from "./router/policy";
import { rollout } from "./router/rollout";
import { site } from "./router/site";
import { system } from "./router/system";
import { task } from "./router/task";
import { view } from "./router/view";
import { router } from "./trpc";

export const appRouter = router({
  system,
  overview,
  machine,
  pair,
  plan,
  consent,
  policy,
  rollout,
  host,
  site,
  drill,
  fault,
  alarm,
  incident,
  event,
  audit,
  task,
  view,
  find,
  live,
  lab,
});
export type AppRouter = typeof appRouter;
