// TeX to MathML. What reads it is fetched from the app itself when the first formula comes.
let reading: Promise<typeof import("temml")> | undefined;

async function load() {
  const [temml] = await Promise.all([import("temml"), import("temml/dist/Temml-Local.css")]);
  return temml;
}

/** In letters: a longer one is shown as it was written. */
const longest = 4000;

/** A formula as an element; nothing if it cannot be read. */
export async function draw(tex: string, isDisplay: boolean): Promise<Element | undefined> {
  if (tex === "" || tex.length > longest) return undefined;
  try {
    const { default: temml } = await (reading ??= load());
    const holder = document.createElement("span");
    // Without trust it makes neither links nor images, and it puts its elements there one by one, no text as HTML.
    temml.render(tex, holder, { displayMode: isDisplay, throwOnError: true, trust: false, maxExpand: 200, maxSize: [20, 20] });
    const formula = holder.firstElementChild;
    // An id would be found instead of one of the window's own.
    for (const element of [...holder.querySelectorAll("[id], [href]")]) for (const name of ["id", "href"]) element.removeAttribute(name);
    return formula ?? undefined;
  } catch {
    return undefined;
  }
}
