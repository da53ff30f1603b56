import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Receipt } from './receipt.tsx';

const render = (url: string) => renderToStaticMarkup(<Receipt url={url} />);

describe('the receipt of the gateway', () => {
  it('is a link to a web address that tells the other site nothing', () => {
    const html = render('https://my.example.test/customer/1?lang=en');
    expect(html).toContain('href="https://my.example.test/customer/1?lang=en"');
    expect(html).toContain('rel="noreferrer"');
  });

  it.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    '//my.example.test/x',
    'not an address',
  ])('is plain text for %j', (url) => {
    const html = render(url);
    expect(html).not.toContain('href');
    expect(html).not.toContain('<script>');
  });
});
