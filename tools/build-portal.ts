/** Writes the portal into dist/portal/, ready for a static host. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { bundlePortal, portalFiles, portalFolder } from '../local/portal/bundle.ts';

/** Writes the portal's files, with its scripts bundled into one, into a folder. */
export const buildPortal = async (folder: URL): Promise<void> => {
  const bundle = await bundlePortal();
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('portal.js', folder), bundle);
  for (const file of portalFiles) {
    await copyFile(new URL(file, portalFolder), new URL(file, folder));
  }
};

if (import.meta.main) {
  await buildPortal(new URL('../dist/portal/', import.meta.url));
  console.log('dist/portal/ is ready for a static host.');
}
