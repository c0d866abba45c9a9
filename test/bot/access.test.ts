import { describe, expect, it } from 'vitest';
import { type Access, authorise, requireMaker, scopeRequest, type TeamPolicy } from '../../src/bot/access.ts';
import type { Actor, Role } from '../../src/bot/request.ts';
import { requestOf } from './fixture.ts';

const team = 'slack:T1';
const refused = expect.objectContaining({ code: 'not-allowed' });
const actor = (role: Role, id = 'u1'): Actor => ({ id, role });

/** A team with one appointed administrator. */
const policy = (mayChange: boolean): TeamPolicy => ({
  isAdministrator: async (asked, person) => asked === team && person === 'appointed',
  membersMayChange: async () => mayChange,
});

describe('access', () => {
  it.each<[Access, Role, 'passes' | 'refused']>([
    ['everyone', 'outsider', 'passes'],
    ['everyone', 'member', 'passes'],
    ['member', 'outsider', 'refused'],
    ['member', 'member', 'passes'],
    ['maker', 'outsider', 'refused'],
    ['maker', 'member', 'passes'],
    ['administrator', 'outsider', 'refused'],
    ['administrator', 'member', 'refused'],
    ['administrator', 'administrator', 'passes'],
  ])('for %s: an %s %s', async (access, role, outcome) => {
    const authorised = authorise({ access }, { actor: actor(role), team }, undefined);
    await (outcome === 'passes'
      ? expect(authorised).resolves.toBeDefined()
      : expect(authorised).rejects.toThrow(refused));
  });

  it('makes an appointed member an administrator, of that team only', async () => {
    const appointed = actor('member', 'appointed');
    const authorised = await authorise({ access: 'administrator' }, { actor: appointed, team }, policy(false));
    expect(authorised.role).toBe('administrator');
    const elsewhere = authorise({ access: 'administrator' }, { actor: appointed, team: 'slack:T2' }, policy(false));
    await expect(elsewhere).rejects.toThrow(refused);
  });

  it('never makes an outsider an administrator', async () => {
    const outsider = actor('outsider', 'appointed');
    await expect(authorise({ access: 'member' }, { actor: outsider, team }, policy(true))).rejects.toThrow(refused);
  });

  it('lets members change things where the team says so, but not what stays with administrators', async () => {
    const asked = { actor: actor('member'), team } as const;
    const relaxable = { access: 'administrator', membersMayChange: true } as const;
    await expect(authorise(relaxable, asked, policy(false))).rejects.toThrow(refused);
    expect(await authorise(relaxable, asked, policy(true))).toMatchObject({ role: 'member', mayChange: true });
    await expect(authorise({ access: 'administrator' }, asked, policy(true))).rejects.toThrow(refused);
    expect(await authorise({ access: 'maker' }, asked, policy(true))).toMatchObject({ mayChange: true });
  });

  it('says why a role is in doubt, and what settles it', async () => {
    const doubt = 'Add the scope users:read.';
    const asked = { actor: { ...actor('outsider'), doubt }, team } as const;
    await expect(authorise({ access: 'member' }, asked, undefined)).rejects.toThrow(
      expect.objectContaining({ remedy: doubt }),
    );
  });

  it('leaves what somebody made to its maker and to administrators', () => {
    expect(() => requireMaker(actor('member'), 'u1')).not.toThrow();
    expect(() => requireMaker(actor('administrator'), 'u2')).not.toThrow();
    expect(() => requireMaker({ ...actor('member'), mayChange: true }, 'u2')).not.toThrow();
    expect(() => requireMaker(actor('member'), 'u2')).toThrow(refused);
    expect(() => requireMaker(actor('outsider'), 'u1')).toThrow(refused);
  });
});

describe('an outsider’s request', () => {
  it('belongs to no team', () => {
    const asked = { ...requestOf('ports'), team } as const;
    expect(scopeRequest(asked).team).toBe(team);
    expect(scopeRequest({ ...asked, actor: actor('outsider') }).team).toBe('slack:outside');
  });
});
