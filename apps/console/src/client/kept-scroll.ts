const KEY = "v-available.places";

/** By entry of the history, over reloads. Storage may be forbidden; the places then last as long as the document. */
function placesKept(): Map<string, number> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
  } catch {
    return new Map();
  }
}

function keep(places: ReadonlyMap<string, number>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...places]));
  } catch {
    // As above.
  }
}

/**
 * The browser restores a place before the page that it goes back to is drawn, and stops at the end of the one before.
 * Browsers without the Navigation API do it as well as they can.
 * @returns how to end it
 */
export function keepScroll(): () => void {
  if (!("navigation" in window)) return () => {};
  const { navigation } = window;
  const places = placesKept();
  const leave = (): void => {
    if (navigation.currentEntry !== null) places.set(navigation.currentEntry.key, scrollY);
  };
  const comeBack = (key: string | undefined): void => {
    const place = places.get(key ?? "");
    if (place === undefined) return;
    // Where its code cannot be fetched, the browser's own guess holds.
    import("./go-to-place").then(({ goToPlace }) => goToPlace(place)).catch(() => {});
  };
  const onNavigate = ({ navigationType, destination }: NavigateEvent): void => {
    leave();
    if (navigationType === "traverse") comeBack(destination.key);
  };
  const onHide = (): void => {
    leave();
    keep(places);
  };
  // An entry that is new has no place yet.
  comeBack(navigation.currentEntry?.key);
  navigation.addEventListener("navigate", onNavigate);
  addEventListener("pagehide", onHide);
  return () => {
    navigation.removeEventListener("navigate", onNavigate);
    removeEventListener("pagehide", onHide);
  };
}
