import { describe, expect, it } from 'vitest';
import { requireAccess, requireCreator } from '../../src/bot/command.ts';

const member = { id: 'u1', role: 'member' } as const;
const administrator = { id: 'u2', role: 'administrator' } as const;

describe('access', () => {
  it('is for everyone, or for administrators', () => {
    expect(() => requireAccess('everyone', member)).not.toThrow();
    expect(() => requireAccess('creator', member)).not.toThrow();
    expect(() => requireAccess('administrator', administrator)).not.toThrow();
    expect(() => requireAccess('administrator', member)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
  });

  it('is for the creator, and for administrators', () => {
    expect(() => requireCreator(member, 'u1')).not.toThrow();
    expect(() => requireCreator(administrator, 'u1')).not.toThrow();
    expect(() => requireCreator(member, 'u2')).toThrow(expect.objectContaining({ code: 'not-allowed' }));
  });
});
