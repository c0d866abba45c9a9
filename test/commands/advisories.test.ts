import { describe, expect, test } from 'vitest';
import { openTestBot } from './fixture.ts';

const { ask, askText, services } = await openTestBot();
const lead = async (line: string) => (await ask(line)).answer.lead;

describe('advisories', () => {
  test('name what concerns a version, with the range that decides and the version to upgrade to', async () => {
    expect(await lead('advisories 25.0.1')).toBe(
      '25.0.1 is affected by 1 known advisory: CVE-2025-3929 (25.0.1 and older versions). Upgrade to 25.0.2 or later.',
    );
    const text = await askText('advisories 25.0.1');
    expect(text).toContain('reported as used in attacks (ESET, in its record)');
    expect(text).toContain("no attacks seen (CISA's enrichment of the record, 2025-04-29)");
    expect(text).toContain('sources disagree on attacks');
    expect(text).toContain('As of 2025-06; newer advisories may exist: look at https://mdaemon.com/');
  });

  test('never give a clean bill of health', async () => {
    expect(await lead('advisories 26.0')).toMatch(
      / None of the \d+ advisories I know \(as of 2025-06\) names 26\.0\. That is not a clean bill of health\.$/,
    );
    expect(await lead('advisories 27.1')).toMatch(/^27\.1 is newer than the newest release I know, 26\.0\.3/);
  });

  test('say first that a version is newer than the list of advisories', async () => {
    const newer =
      /^26\.0\.3 \(seen in use since 2026-06-19\) is newer than my list of advisories, which ends with 2025-06\. /;
    expect(await lead('advisories 26.0.3')).toMatch(newer);
    expect(await lead('advisories 26.0.3 cve-2018-17792')).toMatch(newer);
    expect(await lead('ask is 26.0.3 safe')).toMatch(newer);
    expect(await lead('advisories 26.0')).toMatch(
      /^26\.0 is newer than my list of advisories, which ends with 2025-06\. /,
    );
    expect(await lead('advisories 25.5.0b')).toContain('newer than my list of advisories');
    expect(await lead('advisories 25.5')).toContain('newer than my list of advisories');
    for (const older of ['25.0.2', '25.0.3a', '25.0', '25', '20.0.4'])
      expect(await lead(`advisories ${older}`), older).not.toContain('newer than');
  });

  test('of a record that names single versions does not say that others are well', async () => {
    expect(await lead('advisories cve-2020-18723')).toMatch(
      /^It depends on the version: 19\.5\.5 is affected; no source names a fixed version, so newer ones may be affected too\. /,
    );
    expect(await lead('advisories cve-2018-17792')).toMatch(
      /^I cannot tell which versions are affected: no source names them, nor a fixed one\. /,
    );
    expect(await lead('advisories cve-2019-8983')).toMatch(
      /^It depends on the version: 14 or later, before 18\.5\.2 are affected, fixed in 18\.5\.2; older ones may be affected too\. /,
    );
    expect(await lead('advisories cve-2024-11182')).toMatch(
      /^It depends on the version: versions before 24\.5\.1c are affected, fixed in 24\.5\.1c\. /,
    );
  });

  test('name a source behind its words, whether it is one or several', async () => {
    const said = await Promise.all(['25.0.1a', '25', '12 cve-2019-8983'].map((each) => lead(`advisories ${each}`)));
    expect(said.join(' ')).not.toMatch(/fields of the record (?:gives|covers|names|says)/);
    expect(said[0]).toContain('according to the version fields of the record 25.0.1 and older versions are affected');
  });

  test('show both sides where sources contradict each other', async () => {
    expect(await askText('advisories 24.5.1')).toContain(
      'affected according to the text of the record (versions before 24.5.1c) and not affected according to the version fields of the record (24.5.0 and older versions)',
    );
  });

  test.each([
    [
      'advisories 13.0.8 easybee',
      /^I cannot tell whether 13\.0\.8 is affected by EASYBEE: .*A patched and an unpatched/,
    ],
    [
      'advisories 11.0 easybee',
      /^I cannot tell whether 11\.0 .*: only 13\.0 or later, before 13\.0\.8 are named as affected/,
    ],
    [
      'advisories 12 cve-2019-8983',
      /^I cannot tell whether 12 .*: only 14 or later, before 18\.5\.2 are named as affected/,
    ],
    [
      'advisories 20.0.2 cve-2019-13612',
      /^I cannot tell whether 20\.0\.2 .*19 to 20\.0\.1 are named as affected, .* but no fixed version is named/,
    ],
    ['advisories 3.0.4 cve-2005-0317', /^I cannot tell whether 3\.0\.4 .*no version is named/],
    ['advisories 25.0.2a', /^I cannot tell whether 25\.0\.2a/],
    ['ask is my MDaemon 25.0.1 vulnerable', /^Yes\. 25\.0\.1 is affected by 1 known advisory: CVE-2025-3929/],
    ['ask is 22.0.3 affected by the cyren shutdown', /^Yes\. 22\.0\.3 .*before 23\.0\.1/],
    ['ask is 23.0.0 affected by cyren', /^Yes\. 23\.0\.0 .*before 23\.0\.1/],
    ['ask is 13.0.8 hit by EASYBEE', /^I cannot tell/],
    ['ask is 12 affected by CVE-2019-8983', /^I cannot tell/],
    ['ask is 11.0 affected by easybee', /^I cannot tell/],
    ['ask is 25.0.1 safe from CVE-2024-11182', /But 25\.0\.1 is affected by CVE-2025-3929/],
    ['ask can 27.5 run as a cluster', /^27\.5 is newer than the newest release I know, 26\.0\.3\./],
    ['ask does 27.5 have clustering', /^27\.5 is newer than the newest release I know/],
    ['ask is webmail safe', /^It depends on the version: I know \d+ advisories on MDaemon Webmail/],
    ['ask any known holes in 25.0.1', /^Yes\. 25\.0\.1 is affected by 1 known advisory: CVE-2025-3929/],
    ['ask anything wrong with 24.5.1', /^24\.5\.1 is affected by 2 known advisories/],
    ['ask should i be worried about 25.0.0', /^25\.0\.0 is affected by 1 known advisory/],
    ['ask is 25.0.1 up to date', /^No\. The newest release I know is 26\.0\.3, and 25\.0\.1 is older\./],
    ['ask is 26.0.3 up to date', /^26\.0\.3 has been seen in use/],
    ['ask is 26.0 ok', / None of the \d+ advisories I know .* names 26\.0\. That is not a clean bill of health\./],
    ['ask is 24.5.1c ok', /^24\.5\.1c is affected by 1 known advisory/],
    ['ask is 25 vulnerable', /^I cannot tell whether 25 is affected by CVE-2025-3929: .*Give the whole version\./],
    ['ask CVE-2024-11182 exploited?', /^CVE-2024-11182: known to be used in attacks \(CISA/],
    ['ask is CVE-2025-3929 exploited in the wild', /reported as used in attacks \(ESET.*no attacks seen \(CISA/],
    ['ask is 25.0.2a safe', /^I cannot tell whether 25\.0\.2a/],
    ['ask 22.0.3 and cyren', /^22\.0\.3 is affected by Cyren shutdown: 22\.0\.0 or later, before 23\.0\.1/],
    ['ask 23.0.0 and cyren', /^23\.0\.0 is affected by Cyren shutdown/],
    ['ask 13.0.8 and EASYBEE', /^I cannot tell whether 13\.0\.8/],
    ['ask 12 and CVE-2019-8983', /^I cannot tell whether 12 .*: only 14 or later/],
    ['ask 11.0 and EASYBEE', /^I cannot tell whether 11\.0 .*: only 13\.0/],
    [
      'advisories webmail attacks',
      /^It depends on the version: I know 2 advisories on MDaemon Webmail that are known or/,
    ],
    ['advisories 25.0.1 webmail', /^25\.0\.1 is affected by 1 known advisory/],
  ])('%s', async (line, expected) => {
    expect(await lead(line)).toMatch(expected);
  });

  test("take the profile's version where none is named", async () => {
    await ask('profile set version 25.0.1');
    expect(await lead('advisories')).toMatch(/^25\.0\.1 \(your profile's version\) is affected by 1 known advisory/);
    expect(await lead('ask do I need to patch')).toMatch(/^25\.0\.1 \(your profile's version\) is affected/);
    await services.teams.saveProfile('terminal:local', { version: undefined }, { by: 'test', at: new Date(0) });
    expect(await lead('advisories')).toMatch(/^I know \d+ advisories as of 2025-06/);
  });

  test('say of an unknown record that it is unknown, and not that there is none', async () => {
    const { answer, outcome } = await ask('advisories cve-2099-0001');
    expect(outcome).toBe('unknown');
    expect(answer.lead).toContain('That doesn’t mean there is none.');
  });
});

describe('releases', () => {
  test.each([
    ['releases', /^The newest release I know is 26\.0\.3, seen in use since 2026-06-19\./],
    ['releases 23.5.3', /^23\.5\.3 was released on 2024-03-07\.$/],
    ['releases 28', /^28 is newer than the newest release I know/],
    ['releases 21.1', /^21\.1 is not among the \d+ releases I know\./],
    [
      'releases 24.5.1c',
      /^I know 24\.5\.1c only as the version that fixes CVE-2024-11182, .* and not when it came out\.$/,
    ],
    ['releases 24.5.1', /^24\.5\.1 was first named in a document of 2024-11-15\.$/],
    ['ask is 25.5 out', /^Yes\. 25\.5: 25\.5\.2 first named in a document of 2026-04-26, 25\.5\.1a seen in use/],
    [
      'ask is 25.0.3 out',
      /^I cannot tell whether 25\.0\.3 came out: only builds with a letter are known, 25\.0\.3a seen/,
    ],
    ['ask what is the latest you know', /^The newest release I know is 26\.0\.3/],
    ['ask since when is 25.5 out', /25\.5\.0b seen in use since 2025-07-21/],
  ])('%s', async (line, expected) => {
    expect(await lead(line)).toMatch(expected);
  });
});

test('nothing that is asked about a version is answered with a bare no', async () => {
  for (const version of ['25.0.1', '25.0.2', '26.0', '24.5.1c', '13.0.8', '27.5', '12', '20.0.4']) {
    for (const question of ['is V vulnerable', 'is V safe', 'is V ok', 'do I need to patch V', 'is V exploited']) {
      const said = await lead(`ask ${question.replace('V', version)}`);
      expect(said, `${question} ${version}`).not.toMatch(/^No\.?$/);
      if (/^(?:Yes|No)\b/.test(said)) expect(said, `${question} ${version}`).toMatch(/CVE|EASYBEE|Cyren|newer/);
    }
  }
});

test('a date on which the list of advisories ends is not said of releases that are newer', async () => {
  const text = await askText('releases');
  expect(text).toMatch(/newest release I know is 26/);
  expect(text).not.toMatch(/knowledge as of/i);
  expect(text).toContain('My list of advisories ends with 2025-06.');
});

test('status and about say how old the knowledge is', async () => {
  expect(await askText('status')).toContain('My list of advisories ends with 2025-06');
  expect(await askText('status', '2025-08-01T00:00:00Z')).not.toContain('My list of advisories ends with');
  expect(await askText('about', '2025-08-01T00:00:00Z')).toContain('As of 2025-06; newer advisories may exist');
});

describe('a yes or no that would mislead', () => {
  test.each([
    // A faked mail is not real because one sentence speaks of such mails.
    [
      'ask is the critical patch update mail real',
      /^It depends on who sent it: mails about a critical patch update, .* have been faked\. Do not use/,
    ],
    ['ask is the mdaemon critical update email legit', /^It depends on who sent it: /],
    [
      'ask is 993 enough for outlook',
      /^No\. A mail client needs 587\/tcp or 465\/tcp for sending and 995\/tcp or 110\/tcp for POP3 as well\./,
    ],
    ['ask does autodiscover work without 80', /^No\. AutoDiscovery, and some older ActiveSync clients, need .* on 80/],
    ['ask does webmail work without 3000', /^It depends\. Without 3000\/tcp inbound: /],
    ['ask is udp 4069 needed', /^It depends\. Without 4069\/udp/],
    ['ask is tcp 4069 needed', /^No\. 4069 is UDP, not TCP\./],
  ])('%s', async (line, wanted) => {
    expect(await lead(line)).toMatch(wanted);
  });
});
