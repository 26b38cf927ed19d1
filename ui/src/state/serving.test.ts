import { describe, expect, it } from "vitest";

import { asProgram, asServer, chatAddress, portOf } from "./serving";

describe("what is pasted into an assistant", () => {
  it("names the program and what it is started with", () => {
    const told = asProgram({ program: 'C:\\Programs\\"Paper"\\paperside.exe', arguments: ["--library", "/home/anna/ü", "mcp"] });
    expect(JSON.parse(told)).toEqual({
      mcpServers: { paperside: { command: 'C:\\Programs\\"Paper"\\paperside.exe', args: ["--library", "/home/anna/ü", "mcp"] } },
    });
  });

  it("names the server and the token", () => {
    expect(JSON.parse(asServer("http://127.0.0.1:7427", "5f0c")).mcpServers.paperside).toEqual({
      type: "http", url: "http://127.0.0.1:7427/mcp", headers: { Authorization: "Bearer 5f0c" },
    });
  });
});

describe("programs for OpenAI", () => {
  it("are given the address below which they ask", () => {
    expect(chatAddress("http://127.0.0.1:7427")).toBe("http://127.0.0.1:7427/v1");
  });
});

describe("a port", () => {
  it("is a number at which a person's programs can listen", () => {
    expect([" 7427 ", "1024", "65535"].map(portOf)).toEqual([7427, 1024, 65535]);
    expect(["", "0", "80", "1023", "65536", "123456", "-7427", "7427.5", "7e3", "port"].map(portOf)).toEqual(Array(10).fill(undefined));
  });
});
