import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Button, IconButton } from './button.tsx';
import { ButtonLink } from './button-link.tsx';
import { ErrorState } from './error-state.tsx';
import { Pager } from './pager.tsx';
import { Progress } from './progress.tsx';
import { Segmented } from './radio-group.tsx';
import { Tabs } from './tabs.tsx';
import { Time } from './time.tsx';

describe('the markup the server sends', () => {
  it('marks a pending button busy and keeps it in the order of focus', () => {
    const html = renderToStaticMarkup(<Button pending>Pay</Button>);
    expect(html).toContain('aria-busy="true"');
    expect(html).toContain('aria-disabled="true"');
    expect(html).not.toContain(' disabled=""');
    expect(html).toContain('Pay');
  });

  it('makes no button submit a form unless told to', () => {
    expect(renderToStaticMarkup(<Button>Pay</Button>)).toContain('type="button"');
    expect(renderToStaticMarkup(<IconButton label="Close" icon="x" />)).toContain('type="button"');
    expect(renderToStaticMarkup(<Button type="submit">Pay</Button>)).toContain('type="submit"');
  });

  it('shows an instant in Indian time with the zone named, and UTC in the title', () => {
    const at = '2026-11-22T20:34:05Z';
    expect(renderToStaticMarkup(<Time value={at} relative />)).toMatch(
      /^<span><time [^>]*dateTime="2026-11-22T20:34:05.000Z" title="22 Nov 2026, 20:34:05 UTC">23 Nov 2026, 02:04:05 IST<\/time><\/span>$/,
    );
    expect(renderToStaticMarkup(<Time value={at} precision="minute" />)).toContain('>23 Nov 2026, 02:04 IST<');
    expect(renderToStaticMarkup(<Time value={at} precision="day" />)).toContain('>23 Nov 2026 IST<');
    expect(renderToStaticMarkup(<Time value="yesterday" />)).toContain('unknown time');
  });

  it('turns a step without aim into a disabled button and one with an address into a link', () => {
    const html = renderToStaticMarkup(<Pager next="/list?after=7" summary="1 to 50" />);
    expect(html).toMatch(/<button[^>]* disabled=""[^>]*>.*Previous/);
    expect(html).toMatch(/<a [^>]*href="\/list\?after=7"[^>]*>.*Next/);
  });

  it('gives the id of an error to read and to copy', () => {
    const html = renderToStaticMarkup(<ErrorState title="Not loaded" id="err_7" />);
    expect(html).toContain('err_7');
    expect(html).toContain('aria-label="Copy the error id"');
  });

  it('carries no style attribute, which a strict content policy would refuse', () => {
    const html = renderToStaticMarkup(
      <>
        <Tabs label="Parts" items={[{ value: 'a', label: 'A', content: 'a' }]} />
        <Progress label="Import" value={3} max={5} />
        <Segmented name="s" label="Rows" defaultValue="a" options={[{ value: 'a', label: 'A' }]} />
        <ButtonLink href="/file" download>
          Export
        </ButtonLink>
      </>,
    );
    expect(html).toContain('role="tablist"');
    expect(html).not.toContain('style=');
  });
});
