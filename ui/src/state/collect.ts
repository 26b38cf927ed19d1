// Events come faster than they can be seen, and some cause much work.

/** Hands the first thing over at once, and those that come within `pause` milliseconds of it, or while it is worked on, together. */
export function collect<T>(pause: number, work: (things: T[]) => unknown): (thing: T) => void {
  let waiting: T[] = [];
  let busy = false;

  async function run() {
    busy = true;
    try {
      while (waiting.length > 0) {
        const things = waiting;
        waiting = [];
        await work(things);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    } finally {
      busy = false;
    }
  }

  return (thing) => {
    waiting.push(thing);
    if (!busy) void run();
  };
}
