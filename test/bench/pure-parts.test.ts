import { describe, expect, test } from 'vitest';
import { signRequest } from '../../bench/http/sign-request.ts';
import { ratioOfNeighbours } from '../../bench/measure/ratio-of-neighbours.ts';
import { quantile, summarise } from '../../bench/measure/summarise.ts';

describe('summarise', () => {
  test('takes the middle of an odd number of values, and between the two of an even one', () => {
    expect(summarise([9, 1, 4])).toEqual({ n: 3, median: 4, min: 1, max: 9 });
    expect(quantile([1, 2, 3, 10], 0.5)).toBe(2.5);
  });

  test('interpolates between neighbours', () => {
    expect(quantile([0, 100], 0.99)).toBe(99);
  });

  test('refuses to make a figure out of nothing', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

test('compares each round with its neighbour, so that a busy spell counts for both', () => {
  expect(ratioOfNeighbours([10, 2, 30], [5, 1, 15])).toBe(2);
});

test('signs as in the example of the vendor', () => {
  // From https://docs.slack.dev/authentication/verifying-requests-from-slack
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const { headers } = signRequest(body, '8f742231b10e8888abcd99yyyzzz85a5', 1531420618);
  expect(headers['x-slack-signature']).toBe('v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503');
});
