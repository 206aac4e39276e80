import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readText } from '../support/markdown.ts';
import { run, type Ran } from '../support/run.ts';

const { allowScripts } = JSON.parse(readText('package.json')) as {
  allowScripts: Readonly<Record<string, boolean>>;
};

/** A script that leaves a file, so that it can be told whether it ran. */
const script = `node -e "require('fs').writeFileSync(process.env.INIT_CWD + '/ran', '')"`;

describe('an install script', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'install-scripts-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs npm as a person would, without a network and without the settings of an npm around it. */
  const npm = (cwd: string, ...args: readonly string[]): Promise<Ran> => {
    const clean = [`PATH=${process.env['PATH'] ?? ''}`, `HOME=${folder}`];
    return run('env', ['-i', ...clean, 'npm', ...args, '--offline', '--no-audit'], cwd);
  };

  /** A project with this one's settings that needs one package with an install script. */
  const project = async (dependency: string, withSettings: boolean): Promise<string> => {
    const packed = join(folder, dependency);
    const home = await mkdtemp(join(folder, 'project-'));
    await mkdir(packed, { recursive: true });
    const scripts = { postinstall: script };
    const manifest = { name: dependency, version: '1.0.0', scripts };
    await writeFile(join(packed, 'package.json'), JSON.stringify(manifest));
    await npm(packed, 'pack', '--pack-destination', home);
    const dependencies = { [dependency]: `file:${dependency}-1.0.0.tgz` };
    const own = { name: 'project', private: true, dependencies, allowScripts };
    await writeFile(join(home, 'package.json'), JSON.stringify(own));
    if (withSettings) await writeFile(join(home, '.npmrc'), readText('.npmrc'));
    return home;
  };

  it('of a package that "allowScripts" does not name stops the installation, and does not run', async () => {
    const home = await project('unnamed', true);
    const { code, stderr } = await npm(home, 'install');
    expect(stderr).toContain('ESTRICTALLOWSCRIPTS');
    expect(code).not.toBe(0);
    expect(existsSync(join(home, 'ran'))).toBe(false);
  });

  it('would run without this project’s settings', async () => {
    const home = await project('unnamed', false);
    await npm(home, 'install');
    expect(existsSync(join(home, 'ran'))).toBe(true);
  });
});

describe('"allowScripts"', () => {
  it('names every package of package-lock.json that has an install script, and no other', () => {
    const { packages } = JSON.parse(readText('package-lock.json')) as {
      packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
    };
    const names = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(names)].sort());
  });
});
