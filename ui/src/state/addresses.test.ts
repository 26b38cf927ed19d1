import { describe, expect, it } from "vitest";

import { addressOf, isOpenlySentTo, otherComputer } from "./addresses";

describe("the address of a server", () => {
  it("is made whole", () => {
    expect(addressOf(" http://10.0.0.3:8080/v1 ")).toBe("http://10.0.0.3:8080/v1");
    expect(addressOf("localhost:11434")).toBe("http://localhost:11434");
    expect(addressOf("127.0.0.2:80")).toBe("http://127.0.0.2:80");
    expect(addressOf("[::1]:8080")).toBe("http://[::1]:8080");
    expect(addressOf("api.example.com")).toBe("https://api.example.com");
  });

  it("is none if it cannot be asked", () => {
    expect(["", " ", "http://", "ftp://example.com", "two words", "file:///etc"].map(addressOf)).toEqual(Array(6).fill(undefined));
  });

  it("tells which computer is asked", () => {
    const here = ["http://localhost:1", "http://127.0.0.1", "http://127.8.9.1", "https://[::1]:8", "HTTP://LOCALHOST/v1"];
    expect(here.map(otherComputer)).toEqual(here.map(() => undefined));
    expect(otherComputer("http://10.0.0.3:8080/v1")).toBe("10.0.0.3:8080");
    expect(otherComputer("https://localhost.example.com")).toBe("localhost.example.com");
    expect(otherComputer("https://127.0.0.1.example.com")).toBe("127.0.0.1.example.com");
    expect(otherComputer("http://localhost@example.com")).toBe("example.com");
    expect(otherComputer("what?")).toBe("what?");
  });

  it("tells whether others can read on the way", () => {
    expect(["http://10.0.0.3", "https://10.0.0.3", "http://localhost"].map(isOpenlySentTo)).toEqual([true, false, false]);
  });
});
