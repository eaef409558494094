import type { ModelProvider, ProviderKind, ProviderPreset } from '#shared/contracts/models.ts';
import { kindOfAddress, loopbackAddressOf } from '../egress/index.ts';

type Preset = Omit<ProviderPreset, 'kind'> & {
  /** As the OpenTelemetry conventions name it. */
  readonly telemetryName: string;
  readonly maxConcurrent: number;
  readonly timeoutMs: number;
};

const cloud = { needsKey: true, canEmbed: true, maxConcurrent: 8, timeoutMs: 60_000 };
/** A model on this machine may have to be loaded first, and has one graphics card. */
const local = { needsKey: false, canEmbed: true, maxConcurrent: 2, timeoutMs: 180_000 };

/** Where each kind of provider listens unless the person says otherwise. */
const PRESETS: Readonly<Record<ProviderKind, Preset>> = {
  openai: { ...cloud, name: 'OpenAI', baseUrl: 'https://api.openai.com/v1', telemetryName: 'openai' },
  anthropic: {
    ...cloud,
    name: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    canEmbed: false,
    telemetryName: 'anthropic',
  },
  google: {
    ...cloud,
    name: 'Google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    telemetryName: 'gcp.gemini',
  },
  mistral: { ...cloud, name: 'Mistral', baseUrl: 'https://api.mistral.ai/v1', telemetryName: 'mistral_ai' },
  groq: {
    ...cloud,
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    canEmbed: false,
    telemetryName: 'groq',
  },
  ollama: { ...local, name: 'Ollama', baseUrl: 'http://127.0.0.1:11434', telemetryName: 'ollama' },
  llama_cpp: { ...local, name: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1', telemetryName: 'llama_cpp' },
  lm_studio: { ...local, name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', telemetryName: 'lm_studio' },
  vllm: {
    ...local,
    name: 'vLLM',
    baseUrl: 'http://127.0.0.1:8000/v1',
    maxConcurrent: 8,
    telemetryName: 'vllm',
  },
  openai_compatible: {
    ...cloud,
    name: 'OpenAI-compatible',
    baseUrl: null,
    needsKey: false,
    telemetryName: 'openai_compatible',
  },
};

export function presetOf(kind: ProviderKind): Preset {
  return PRESETS[kind];
}

/** The address that is spoken to, without a slash at its end. */
export function addressOf({ kind, baseUrl }: Pick<ModelProvider, 'kind' | 'baseUrl'>): string {
  return (baseUrl ?? PRESETS[kind].baseUrl ?? '').replace(/\/+$/, '');
}

/**
 * Whether a provider's address lies on this machine or in the local network. Only addresses in numbers, and
 * `localhost`, are taken for that: where another name leads is decided elsewhere and can change.
 */
export function isLocalAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  const isInNumbers = /^[\d.]+$/.test(host) || host.includes(':');
  return isInNumbers && ['loopback', 'private', 'link_local'].includes(kindOfAddress(host));
}

/** Whether what this model is asked stays on this very machine: where it does, it may be asked offline. */
export function staysHere(provider: Pick<ModelProvider, 'kind' | 'baseUrl'>, modelId: string): boolean {
  const address = addressOf(provider);
  if (!URL.canParse(address)) return false;
  const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1');
  return loopbackAddressOf(host) !== null && isLocalModel({ kind: provider.kind, isLocal: true }, modelId);
}

/** Ollama runs some of its models on its own servers: they are named for it, and nothing of them is local. */
export function isLocalModel(provider: Pick<ModelProvider, 'kind' | 'isLocal'>, modelId: string): boolean {
  return provider.isLocal && !(provider.kind === 'ollama' && /[-:]cloud$/.test(modelId));
}
