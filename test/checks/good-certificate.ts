import type { TlsReport } from '../../src/checks/checks.ts';

/** A certificate with which nothing is wrong, and nothing to say. */
export const goodCertificate = {
  subject: '',
  issuer: '',
  names: [],
  nameCount: 0,
  validFrom: new Date('2026-01-01'),
  validTo: new Date('2027-01-01'),
  daysLeft: 90,
  selfSigned: false,
} satisfies TlsReport['certificate'];
