// Runs after `npm ci` (the script `prepare`), on any version of Node. It never fails an installation.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();

/** Empty at the top of a checkout, a path below it. */
function pathInCheckout() {
  try {
    return git('rev-parse', '--is-inside-work-tree', '--show-prefix').replace(/^true\s*/, '');
  } catch {
    // No git, or no checkout.
    return undefined;
  }
}

function hooksPath() {
  try {
    return git('config', 'core.hooksPath');
  } catch {
    return undefined;
  }
}

// A checkout around this folder is somebody else's, and hooks somebody has set are theirs.
if (pathInCheckout() === '' && hooksPath() === undefined) {
  try {
    git('config', 'core.hooksPath', '.githooks');
  } catch (error) {
    console.error(`Commits will not be checked, since git takes no core.hooksPath: ${error.message}`);
  }
}
