// Runs in the page before any of its own scripts. Handed over as text, so it uses nothing but the browser.
(() => {
  if (window.benchProbe?.document === document) return;
  performance.setResourceTimingBufferSize(10_000);
  const probe = { document, lcp: 0, cls: 0, longest: 0, slowest: 0, usable: 0, heard: [] };
  window.benchProbe = probe;

  const watch = (type, take, more = {}) => {
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  };
  watch("largest-contentful-paint", (entry) => {
    probe.lcp = entry.startTime;
  });
  watch("layout-shift", (entry) => {
    if (!entry.hadRecentInput) probe.cls += entry.value;
  });
  watch("longtask", (entry) => {
    probe.longest = Math.max(probe.longest, entry.duration);
  });
  watch(
    "event",
    (entry) => {
      if (entry.interactionId) probe.slowest = Math.max(probe.slowest, entry.duration);
    },
    { durationThreshold: 16 },
  );

  // When each word of the live stream arrived, before the page hears it.
  const Source = window.EventSource;
  window.EventSource = class extends Source {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => probe.heard.push(Date.now()));
    }
  };

  for (const type of ["pointerdown", "click", "keydown"]) {
    addEventListener(type, (event) => (probe.inputAt = event.timeStamp), { capture: true, passive: true });
  }

  /** False while what the expression speaks of is not there yet. */
  const reading = (expression) => {
    const read = new Function(`return (${expression})`);
    return () => {
      try {
        return Boolean(read());
      } catch {
        return false;
      }
    };
  };

  /**
   * The moment (Date.now) at which the frame that first fulfils the expression was done: looked at in frames that follow
   * a mutation, told at the beginning of the frame after.
   */
  probe.painted = (expression, timeoutMs) =>
    new Promise((resolve, reject) => {
      const holds = reading(expression);
      let asked = false;
      const end = (settle, value) => {
        observer.disconnect();
        clearTimeout(timer);
        settle(value);
      };
      const look = () => {
        asked = false;
        if (holds()) requestAnimationFrame(() => end(resolve, performance.timeOrigin + performance.now()));
      };
      const ask = () => {
        if (asked) return;
        asked = true;
        requestAnimationFrame(look);
      };
      const observer = new MutationObserver(ask);
      const timer = setTimeout(() => end(reject, new Error(`never painted: ${expression}`)), timeoutMs);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      ask();
    });

  /** An element that React has taken over: what it does when it is clicked works from now on. */
  probe.alive = (selector) => {
    const element = document.querySelector(selector);
    return element !== null && Object.keys(element).some((key) => key.startsWith("__reactProps$"));
  };
})();
