// Loaded into every child: when whoever started it is gone, so is the child.
process.stdin.on('end', () => process.exit(1));
process.stdin.on('error', () => process.exit(1));
process.stdin.resume();
(process.stdin as { unref?: () => void }).unref?.();
