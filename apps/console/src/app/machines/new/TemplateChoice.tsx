import { LEVEL_LABEL } from "@v-available/domain/label";
import { PROTECTION_OF_STOP } from "@v-available/domain/level";
import { MACHINE_TEMPLATES, type MachineTemplate } from "@v-available/domain/machine-template";
import { mebibytesWords } from "@v-available/domain/size-words";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import styles from "./new-machine.module.css";

export function TemplateChoice({
  chosen,
  onChoose,
}: {
  chosen: string;
  onChoose: (template: MachineTemplate) => void;
}): JSX.Element {
  return (
    <Region title="1. Template" aside="all of it can be changed below">
      <fieldset className={styles.templates}>
        <legend className="vh">Template</legend>
        {MACHINE_TEMPLATES.map((template) => (
          <label key={template.key}>
            <input type="radio" name="template" checked={template.key === chosen} onChange={() => onChoose(template)} />
            <LevelGlyph protection={PROTECTION_OF_STOP[template.stop]} size={15} label={null} />
            <span>
              <b>{template.word}</b>{" "}
              <span className="sub">
                {template.vcpus} vCPU, {mebibytesWords(template.memoryMiB)}, disk {mebibytesWords(template.diskMiB)},{" "}
                {LEVEL_LABEL[template.stop].word}
              </span>
              <span className={styles.means}>{template.means}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Region>
  );
}
