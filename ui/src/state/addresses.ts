// Addresses of servers, as people write them down.

/** Whether a host is this computer whatever a name server says. */
const isThisComputer = (host: string) => host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);

function parsed(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** An address, or a title that ends with one, without what the engine adds to an address that works. */
export const bareAddress = (words: string) => words.replace(/(\/v1)?\/*$/, "");

/** The address of a server as it is asked for, with what people leave out; nothing if it is none. */
export function addressOf(typed: string): string | undefined {
  const trimmed = typed.trim();
  if (trimmed === "" || /\s/.test(trimmed)) return undefined;
  if (/^https?:\/\//i.test(trimmed)) return parsed(trimmed) && trimmed;
  if (trimmed.includes("://")) return undefined;
  const address = parsed(`http://${trimmed}`);
  if (!address) return undefined;
  return isThisComputer(address.hostname) ? `http://${trimmed}` : `https://${trimmed}`;
}

/** The computer that is asked at an address; nothing if it is this one. */
export function otherComputer(url: string): string | undefined {
  const address = parsed(url);
  return address && isThisComputer(address.hostname) ? undefined : (address?.host ?? url);
}

/** Whether others on the way can read what is sent there. */
export function isOpenlySentTo(url: string): boolean {
  return otherComputer(url) !== undefined && parsed(url)?.protocol === "http:";
}
