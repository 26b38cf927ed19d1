import { beforeEach, expect, it, vi } from "vitest";

vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => {} });
const host = { aimDrop: vi.fn(async () => {}), findDocuments: async () => ({ total: 0, documents: [] }) };
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { drop } = await import("./drop.svelte");
const { documentList } = await import("./document-list.svelte");
const { panes } = await import("./panes.svelte");

let beneath: string | undefined;
vi.stubGlobal("document", { elementFromPoint: () => ({ closest: () => (beneath === undefined ? null : { dataset: { collection: beneath } }) }) });

beforeEach(() => {
  beneath = undefined;
  drop.leave();
  panes.showLeft("documents");
  documentList.show({ collection: null });
});

it("goes into the collection beneath it, or else into the one that is shown", () => {
  expect(drop.aim).toBeNull();
  documentList.show({ collection: "House" });
  expect(drop.aim).toBe("House");
  beneath = "Contracts";
  drop.lookAt(1, 1);
  expect([drop.aim, drop.beneath]).toEqual(["Contracts", "Contracts"]);
  beneath = undefined;
  drop.lookAt(2, 2);
  expect(drop.aim).toBe("House");
});

it("goes into no collection that is out of sight", () => {
  documentList.show({ collection: "House" });
  panes.showLeft("chats");
  expect(drop.aim).toBeNull();
});

it("is told to the host, and that it cannot be is no matter", async () => {
  host.aimDrop.mockRejectedValueOnce(new Error("No."));
  documentList.show({ collection: "House" });
  drop.tellAim();
  expect(host.aimDrop).toHaveBeenCalledWith("House");
});

it("knows whether anything is dragged", () => {
  expect(drop.isOn).toBe(false);
  drop.rows = { ids: ["d1"], title: "A", x: 0, y: 0 };
  expect(drop.isOn).toBe(true);
  drop.leave();
  drop.isOver = true;
  expect(drop.isOn).toBe(true);
  drop.leave();
  expect([drop.isOn, drop.beneath]).toEqual([false, undefined]);
});
