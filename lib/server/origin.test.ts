import { describe, expect, it } from 'vitest';
import { Problem } from '../domain/problem.ts';
import { assertOwnOrigin, ownOrigins } from './origin.ts';

const PUBLIC = 'https://pay.example.com';

const call = (headers: Record<string, string>) => () => assertOwnOrigin(new Headers(headers), PUBLIC);

describe('the origin of a call', () => {
  it('is accepted from the public address, whatever host a proxy asks for', () => {
    expect(call({ origin: PUBLIC, host: '10.0.0.7:3000' })).not.toThrow();
  });

  it('is accepted with what a browser says of a page of ours', () => {
    expect(call({ origin: PUBLIC, 'sec-fetch-site': 'same-origin' })).not.toThrow();
  });

  it.each([
    ['missing', { host: 'pay.example.com' }],
    ['null', { origin: 'null', host: 'pay.example.com' }],
    ['null beside a host of that name', { origin: 'null', host: 'null' }],
    ['empty', { origin: '', host: '' }],
    ['foreign', { origin: 'https://evil.example', host: 'pay.example.com' }],
    ['a longer name', { origin: 'https://pay.example.com.evil.example', host: 'pay.example.com' }],
    ['another port', { origin: 'https://pay.example.com:444', host: 'pay.example.com' }],
    ['no address', { origin: 'pay.example.com', host: 'pay.example.com' }],
    ['that of the host asked, which a rebound name is too', { origin: 'http://evil.example', host: 'evil.example' }],
    ['told by a proxy that nobody set up', { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
    ['without encryption', { origin: 'http://pay.example.com', host: 'pay.example.com' }],
    ['in other letters', { origin: 'https://PAY.example.com', host: 'pay.example.com' }],
    ['with a path', { origin: `${PUBLIC}/`, host: 'pay.example.com' }],
    ['ours twice', { origin: `${PUBLIC}, ${PUBLIC}`, host: 'pay.example.com' }],
    ['ours beside a foreign one', { origin: `${PUBLIC}, https://evil.example`, host: 'pay.example.com' }],
    ['ours, but the browser says another site asks', { origin: PUBLIC, 'sec-fetch-site': 'cross-site' }],
    ['ours, but the browser says a sister site asks', { origin: PUBLIC, 'sec-fetch-site': 'same-site' }],
  ])('is refused when it is %s', (_, headers) => {
    expect(call(headers as Record<string, string>)).toThrow(Problem);
  });

  it('counts the names of one machine as one console', () => {
    expect(ownOrigins('http://localhost:3130')).toEqual([
      'http://localhost:3130',
      'http://127.0.0.1:3130',
      'http://[::1]:3130',
    ]);
    expect(ownOrigins('https://pay.example.com/')).toEqual(['https://pay.example.com']);
  });
});
