import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take half a minute and more. Begun last, one of them would run alone at the end. */
const longest = [
  'test/program-backup.peer.test.ts',
  'test/program-doctor.peer.test.ts',
  'test/firewall/real-parsers.peer.test.ts',
  'test/crash/crash.peer.test.ts',
  'test/soak/soak.peer.test.ts',
  'test/storage/postgres.peer.test.ts',
  'test/program-replicas-in-discord.peer.test.ts',
  'test/platforms/terminal/firewall.peer.test.ts',
  'test/program-discord.peer.test.ts',
  'test/storage/upgrades.peer.test.ts',
  'test/program-in-discord.peer.test.ts',
  'test/platforms/terminal/program.peer.test.ts',
  'test/program-secrets.peer.test.ts',
  'test/firewall/namespaces.peer.test.ts',
  'test/firewall/kernel.peer.test.ts',
  'test/program-store-trouble.peer.test.ts',
];

/** Begins with the files that take longest, also on a machine that has not measured them before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((file) => moduleId.replaceAll('\\', '/').endsWith(file));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
