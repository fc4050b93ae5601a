// Loaded into a console before all else of it: its clock stands, and what it draws is the same at every run.
const atMs = Number(process.env.STILL_AT_MS);
if (!Number.isSafeInteger(atMs)) throw new Error("STILL_AT_MS is not a moment.");
const now = () => atMs;
globalThis.Date = new Proxy(Date, {
  construct: (Real, given, asked) => Reflect.construct(Real, given.length === 0 ? [atMs] : given, asked),
  apply: (Real) => new Real(atMs).toString(),
  get: (Real, name) => (name === "now" ? now : Reflect.get(Real, name)),
});
