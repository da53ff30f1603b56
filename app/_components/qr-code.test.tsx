import decodeQR from 'qr/decode.js';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { QrCode } from './qr-code.tsx';

const SCALE = 6;

it('draws a code that a reader reads as the text, with nothing that a strict policy refuses', () => {
  const text = 'otpauth://totp/Paydesk%3Aasha%40example.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Paydesk';
  const markup = renderToStaticMarkup(<QrCode text={text} label="Key" />);
  expect(decodeQR(pixelsOf(markup))).toBe(text);
  expect(markup).toContain('aria-label="Key"');
  expect(markup).not.toContain('style=');
});

function pixelsOf(markup: string) {
  const size = Number(/viewBox="0 0 (\d+)/.exec(markup)?.[1]) * SCALE;
  const data = new Uint8Array(size * size * 3).fill(255);
  for (const [, x, y] of markup.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < SCALE; row++) {
      const from = ((Number(y) * SCALE + row) * size + Number(x) * SCALE) * 3;
      data.fill(0, from, from + SCALE * 3);
    }
  }
  return { width: size, height: size, data };
}
