"use client";
import { useMutation } from "@tanstack/react-query";
import type { SiteView } from "@v-available/api/view/site";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { type FormEvent, type JSX, useState } from "react";
import { useBlocked } from "../../client/blocked";
import { useTRPC } from "../../client/trpc";
import { amountOf } from "../../view/amount";
import { detailOf, RefusedNote } from "../../view/Refused";
import { fieldError, isAboutNone } from "../../view/refusal-fields";
import styles from "./sites.module.css";

const FIELDS = ["name", "location", "position.latitude", "position.longitude"] as const;
const orNull = (text: string): string | null => text.trim() || null;

/** What a site is called and where it stands; left empty, the backend's own word holds. */
export function ChangeSite({ site, onClose }: { site: SiteView; onClose: () => void }): JSX.Element {
  const mayNot = useBlocked("change-sites");
  const change = useMutation(useTRPC().site.change.mutationOptions({ onSuccess: onClose }));
  const [name, setName] = useState(site.name);
  const [location, setLocation] = useState(site.location ?? "");
  const [latitude, setLatitude] = useState(site.position === null ? "" : String(site.position.latitude));
  const [longitude, setLongitude] = useState(site.position === null ? "" : String(site.position.longitude));
  const refusal = change.error === null ? null : detailOf(change.error);
  const wrong = (field: (typeof FIELDS)[number]) => fieldError(refusal, field);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (change.isPending) return;
    const unplaced = latitude.trim() === "" && longitude.trim() === "";
    change.mutate({
      siteId: site.id,
      name: orNull(name),
      location: orNull(location),
      position: unplaced ? null : { latitude: amountOf(latitude), longitude: amountOf(longitude) },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Change ${site.name}`}
      description={`Its backend calls it ${site.observedName}. Left empty, that holds again.`}
    >
      <form onSubmit={submit} noValidate className={styles.change}>
        <Field label="Name" error={wrong("name")}>
          {(control) => (
            <input {...control} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="Place" hint="As somebody who has to go there would want it." error={wrong("location")}>
          {(control) => (
            <input
              {...control}
              value={location}
              autoComplete="off"
              onChange={(event) => setLocation(event.target.value)}
            />
          )}
        </Field>
        <Field label="Latitude" hint="Degrees north, −90 to 90." error={wrong("position.latitude")}>
          {(control) => (
            <input
              {...control}
              inputMode="decimal"
              value={latitude}
              autoComplete="off"
              onChange={(event) => setLatitude(event.target.value)}
            />
          )}
        </Field>
        <Field label="Longitude" hint="Degrees east, −180 to 180." error={wrong("position.longitude")}>
          {(control) => (
            <input
              {...control}
              inputMode="decimal"
              value={longitude}
              autoComplete="off"
              onChange={(event) => setLongitude(event.target.value)}
            />
          )}
        </Field>
        <footer>
          {refusal !== null && isAboutNone(refusal, FIELDS) ? <RefusedNote error={change.error} /> : null}
          <Button primary type="submit" blockedBy={mayNot ?? site.forbiddenBecause}>
            {change.isPending ? "Asking…" : "Keep it"}
          </Button>
          <Button onClick={onClose}>Leave it as it is</Button>
        </footer>
      </form>
    </Dialog>
  );
}
