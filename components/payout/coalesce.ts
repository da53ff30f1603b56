/**
 * Gives a `poke` that runs `run` soon: never twice at once, at most once per `gapMs`, and always once more after the
 * last poke, so that what is shown ends up fresh however many changes rain down.
 */
export function coalesce(run: () => Promise<unknown> | void, gapMs: number): { poke(): void; stop(): void } {
  let isBusy = false;
  let isDue = false;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function go() {
    isBusy = true;
    isDue = false;
    try {
      await run();
    } finally {
      if (!isStopped) {
        timer = setTimeout(() => {
          isBusy = false;
          if (isDue) void go();
        }, gapMs);
      }
    }
  }

  return {
    poke() {
      if (isStopped) return;
      isDue = true;
      if (!isBusy) void go();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
