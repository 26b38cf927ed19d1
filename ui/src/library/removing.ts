// Documents leave the library, and with them what shows them.
import { library } from "../state/library.svelte";
import { reader } from "../state/reader.svelte";

export async function removeDocuments(ids: ReadonlySet<string>): Promise<void> {
  if (reader.opened && ids.has(reader.opened.id)) reader.close();
  await library.remove([...ids]);
}
