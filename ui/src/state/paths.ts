// Paths of files.

/** The last part of a path of any system. */
export const nameOf = (path: string) => path.split(/[/\\]/).findLast((part) => part !== "") ?? path;

/** What sort of file it is, as people name it: by what its name ends with. */
export const kindName = (filename: string) => /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]?.toUpperCase();

/** With places at which a line may end: after each folder, unseen. */
export const breakable = (path: string) => path.replaceAll(/[/\\]/g, "$&\u200b");
