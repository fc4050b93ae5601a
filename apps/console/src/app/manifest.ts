import type { MetadataRoute } from "next";

/** Lets the console be installed beside other programs, on a phone above all. It keeps nothing for offline: old state helps nobody. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "v-Available",
    short_name: "v-Available",
    description: "Machines that must not stop, on pairs of hosts.",
    start_url: "/",
    display: "standalone",
    background_color: "#fbfaf7",
    theme_color: "#fbfaf7",
    icons: [
      { src: "/app-icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/app-icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/app-icon-maskable.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: [
      { name: "Faults", url: "/faults" },
      { name: "Machines", url: "/machines" },
      { name: "Pairs", url: "/pairs" },
    ],
  };
}
