import type { Zone } from './table-types.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const VIEW_PACKAGES = words('react react-i18next lucide-react @tanstack/react-query @tanstack/react-router');

/** The pages, from the app down to the floor: imports run this way only. */
export const RENDERER: readonly Zone[] = [
  {
    name: 'renderer-app',
    files: ['src/renderer/app/**', 'src/renderer/*.{ts,tsx,css}'],
    zones: words(
      'renderer-app renderer-routes renderer-features renderer-entities renderer-ui renderer-api renderer-lib shared',
    ),
    packages: [...VIEW_PACKAGES, 'react-dom', 'sonner', 'cmdk', 'i18next', '@fontsource-variable/geist'],
    node: false,
    why: 'the app wires the pages together: providers, router, shell',
  },
  {
    name: 'renderer-routes',
    files: ['src/renderer/routes/**'],
    zones: words(
      'renderer-routes renderer-features renderer-entities renderer-ui renderer-api renderer-lib shared',
    ),
    packages: [...VIEW_PACKAGES, 'zod'],
    node: false,
    why: 'a route composes features: it is where two of them meet',
  },
  {
    name: 'renderer-features',
    files: ['src/renderer/features/*/**'],
    zones: words(
      'renderer-features renderer-entities renderer-code renderer-ui renderer-api renderer-lib shared',
    ),
    packages: [
      ...VIEW_PACKAGES,
      'zod',
      '@tanstack/react-virtual',
      '@milkdown/crepe',
      '@milkdown/kit',
      '@codemirror/commands',
      '@codemirror/language',
      '@codemirror/language-data',
      '@codemirror/view',
      '@lezer/highlight',
      'diff',
    ],
    node: false,
    apart: 'src/renderer/features/',
    why: 'a feature never imports a feature: compose them in a route, or move the shared part to entities',
  },
  {
    name: 'renderer-entities',
    files: ['src/renderer/entities/*/**'],
    zones: words('renderer-entities renderer-code renderer-ui renderer-api renderer-lib shared'),
    packages: [...VIEW_PACKAGES, 'zod', '@tanstack/react-virtual'],
    node: false,
    why: 'how a noun looks and is fetched, for every feature that shows it: it knows no feature',
  },
  {
    name: 'renderer-api',
    files: ['src/renderer/api/**'],
    zones: ['renderer-api', 'renderer-lib', 'shared'],
    types: ['api'],
    packages: words('react @trpc/client @trpc/server @tanstack/react-query zod'),
    node: false,
    network: true,
    why: 'the one wire of the pages: of main it knows the type of the router',
  },
  {
    name: 'renderer-code',
    files: ['src/renderer/ui/code-editor.tsx', 'src/renderer/ui/code-theme.ts'],
    zones: ['renderer-code', 'renderer-ui', 'renderer-lib', 'shared'],
    packages: words(
      'react @codemirror/commands @codemirror/language @codemirror/language-data @codemirror/view @lezer/highlight',
    ),
    node: false,
    why: 'one primitive knows the editor for code; it is loaded where code is written, and by nobody else',
  },
  {
    name: 'renderer-ui',
    files: ['src/renderer/ui/**'],
    zones: ['renderer-ui', 'renderer-lib', 'shared'],
    packages: words(
      'react react-dom react-i18next lucide-react radix-ui class-variance-authority cmdk sonner @tanstack/react-virtual',
    ),
    node: false,
    why: 'primitives know the tokens and no noun: data and callbacks come in as properties',
  },
  {
    name: 'renderer-lib',
    files: ['src/renderer/lib/**'],
    zones: ['renderer-lib', 'shared'],
    packages: words('react react-i18next i18next clsx tailwind-merge sonner zod lucide-react'),
    node: false,
    why: 'the floor of the pages: words, formats, shortcuts, themes',
  },
];
