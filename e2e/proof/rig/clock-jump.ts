// Loaded into a process: its wall clock jumps by `byMs` after `afterMs`, as a person or a time server would set it.
const told = new URL(import.meta.url).searchParams;
const byMs = Number(told.get('byMs'));
let offsetMs = 0;
setTimeout(() => (offsetMs = byMs), Number(told.get('afterMs') ?? 0)).unref();

const RealDate = globalThis.Date;
const realNow = RealDate.now.bind(RealDate);

class JumpingDate extends RealDate {
  constructor(...args: unknown[]) {
    if (args.length === 0) super(realNow() + offsetMs);
    else super(...(args as [number]));
  }

  static override now(): number {
    return realNow() + offsetMs;
  }
}

globalThis.Date = JumpingDate as DateConstructor;
