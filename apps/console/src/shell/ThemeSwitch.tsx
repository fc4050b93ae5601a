"use client";
import { type JSX, useSyncExternalStore } from "react";
import { THEME_KEY, THEMES, type Theme } from "./theme";

const WORD = {
  system: "as the system",
  light: "light",
  dark: "dark",
} as const satisfies Record<Theme, string>;

const listeners = new Set<() => void>();

const current = (): Theme => {
  const set = document.documentElement.dataset.theme;
  return set === "light" || set === "dark" ? set : "system";
};

export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage may be forbidden; the theme then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const elsewhere = (event: StorageEvent): void => {
    if (event.key === THEME_KEY) chooseTheme(THEMES.find((theme) => theme === event.newValue) ?? "system");
  };
  addEventListener("storage", elsewhere);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", elsewhere);
  };
}

/** System, light, dark, and round again. The drawing says which: half, empty, full. */
export function ThemeSwitch(): JSX.Element {
  const theme = useSyncExternalStore(subscribe, current, (): Theme => "system");
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <button
      type="button"
      className="icon"
      onClick={() => chooseTheme(next)}
      aria-label={`Theme ${WORD[theme]}; switch to ${WORD[next]}`}
      title={`Theme ${WORD[theme]}`}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        {theme === "system" ? <path d="M8 2.7a5.3 5.3 0 0 1 0 10.6z" fill="currentColor" /> : null}
        {theme === "dark" ? <circle cx="8" cy="8" r="5" fill="currentColor" /> : null}
      </svg>
    </button>
  );
}
