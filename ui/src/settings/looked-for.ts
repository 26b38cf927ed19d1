// Which parts of the settings say what is looked for: those that do not are hidden.
import { hasWords } from "../state/fold";
import { sections, type SectionId } from "../state/settings-sections";

export function found(page: HTMLElement | undefined, lookedFor: string): readonly SectionId[] {
  return sections
    .map(({ id }) => id)
    .filter((id) => {
      const section = page?.querySelector<HTMLElement>(`[id="${id}"]`);
      const fits = hasWords(section?.textContent ?? "", lookedFor);
      if (section) section.hidden = !fits;
      return fits;
    });
}
