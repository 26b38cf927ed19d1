// Which parts of the settings say what is looked for: those that do not are hidden.
import { sections, type SectionId } from "../state/settings-sections";

export function found(page: HTMLElement | undefined, lookedFor: string): readonly SectionId[] {
  const words = lookedFor.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return sections
    .map(({ id }) => id)
    .filter((id) => {
      const section = page?.querySelector<HTMLElement>(`[id="${id}"]`);
      const says = section?.textContent.toLocaleLowerCase() ?? "";
      const fits = words.every((word) => says.includes(word));
      if (section) section.hidden = !fits;
      return fits;
    });
}
