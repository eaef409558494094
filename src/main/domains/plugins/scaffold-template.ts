/** What `adiuva plugin new NAME` writes. */
export function templateFiles(name: string): Readonly<Record<string, string>> {
  return {
    'manifest.json': manifest(name),
    'index.ts': INDEX,
    'README.md': readme(name),
    'tsconfig.json': TSCONFIG,
  };
}

function manifest(name: string): string {
  const value = {
    name,
    title: title(name),
    description: 'Counts the tasks of today.',
    version: '0.1.0',
    entryPoint: 'index.ts',
    permissions: [{ type: 'read_workspace', resource: '*', reason: 'To read the tasks that are due today.' }],
    schedule: '0 8 * * 1-5',
    settings: {
      type: 'object',
      properties: {
        greeting: { type: 'string', title: 'Greeting', default: 'Good morning', maxLength: 100 },
      },
    },
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function title(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}

const INDEX = `import { definePlugin } from '#sdk';

export const plugin = definePlugin({
  async run(ctx) {
    const { items } = await ctx.workspace.listTasks({ preset: 'today' });
    ctx.log.info(\`\${String(ctx.settings['greeting'])}: \${items.length} tasks today\`);
    return { tasks: items.length };
  },
});
`;

function readme(name: string): string {
  return `# ${title(name)}

\`\`\`sh
adiuva plugin check .
adiuva plugin install .
adiuva plugin grant ${name} read_workspace
adiuva plugin run ${name}
\`\`\`

\`.sdk\` is a copy of the SDK for your editor; the sandbox brings its own.
`;
}

const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2022'],
      module: 'esnext',
      moduleResolution: 'bundler',
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: [],
      paths: { '#sdk': ['./.sdk/index.ts'] },
    },
    include: ['**/*.ts'],
  },
  null,
  2,
)}\n`;
