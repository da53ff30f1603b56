import encodeQR from 'qr';

/** Modules of white around it, without which readers do not find it. */
const QUIET = 4;

/** A text as a QR code, black on white also in the dark: cameras expect it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, 'raw', { border: QUIET });
  const dots = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
      className="size-48 shrink-0 rounded border border-line"
    >
      <rect width={rows.length} height={rows.length} fill="white" />
      <path d={dots.join('')} fill="black" />
    </svg>
  );
}
