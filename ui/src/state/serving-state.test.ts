import { beforeEach, describe, expect, it, vi } from "vitest";

import type { ServingChoice } from "../host/messages/ServingChoice";
import type { ServingState } from "../host/messages/ServingState";

const host = {
  servingState: vi.fn<() => Promise<ServingState>>(),
  chooseServing: vi.fn<(choice: ServingChoice) => Promise<ServingState>>(),
  servingToken: vi.fn<() => Promise<string | null>>(),
  changeServingToken: vi.fn<() => Promise<ServingState>>(),
};
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { serving } = await import("./serving.svelte");

const state = (choice: ServingChoice, problem: string | null = null): ServingState => ({
  choice, problem, address: choice.is_on && problem === null ? `http://127.0.0.1:${choice.port}` : null, program: "/usr/bin/paperside", arguments: ["mcp"],
});

describe("the server for other programs", () => {
  beforeEach(async () => {
    vi.resetAllMocks();
    host.servingState.mockResolvedValue(state({ is_on: false, port: 7427 }));
    host.chooseServing.mockImplementation(async (choice) => state(choice));
    host.servingToken.mockResolvedValue("5f0c");
    await serving.load();
  });

  it("is switched and moved without losing what else was chosen", async () => {
    await serving.choose({ port: 8000 });
    expect(host.chooseServing).toHaveBeenLastCalledWith({ is_on: false, port: 8000 });
    await serving.choose({ is_on: true });
    expect(host.chooseServing).toHaveBeenLastCalledWith({ is_on: true, port: 8000 });
    expect([serving.now?.address, serving.problem]).toEqual(["http://127.0.0.1:8000", undefined]);
  });

  it("takes quick changes one after the other", async () => {
    await Promise.all([serving.choose({ is_on: true }), serving.choose({ port: 8000 })]);
    expect(host.chooseServing.mock.calls).toEqual([[{ is_on: true, port: 7427 }], [{ is_on: true, port: 8000 }]]);
    expect(serving.isChanging).toBe(false);
  });

  it("tells why it does not listen, and what was refused before that", async () => {
    host.chooseServing.mockResolvedValueOnce(state({ is_on: true, port: 7427 }, "127.0.0.1:7427: another program uses this port; choose another one"));
    await serving.choose({ is_on: true });
    expect([serving.now?.address, serving.problem]).toEqual([null, "127.0.0.1:7427: another program uses this port; choose another one"]);
    host.chooseServing.mockRejectedValueOnce(new Error("The disk is full."));
    await serving.choose({ port: 8000 });
    expect(serving.problem).toBe("The disk is full.");
    await serving.choose({ port: 8000 });
    expect(serving.problem).toBeUndefined();
  });

  it("shows the token only while it is asked for and somebody is served", async () => {
    await serving.choose({ is_on: true });
    expect(serving.token).toBeUndefined();
    await serving.showToken();
    expect(serving.token).toBe("5f0c");
    serving.hideToken();
    expect([serving.token, await serving.askToken(), serving.token]).toEqual([undefined, "5f0c", undefined]);
    await serving.showToken();
    await serving.choose({ is_on: false });
    expect(serving.token).toBeUndefined();
  });

  it("shows the new token where the old one stood", async () => {
    await serving.choose({ is_on: true });
    await serving.showToken();
    host.changeServingToken.mockResolvedValue(state({ is_on: true, port: 7427 }));
    host.servingToken.mockResolvedValue("77aa");
    await serving.changeToken();
    expect(serving.token).toBe("77aa");
    serving.hideToken();
    await serving.changeToken();
    expect(serving.token).toBeUndefined();
  });
});
