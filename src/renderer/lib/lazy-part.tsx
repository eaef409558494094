import { useEffect, useReducer, useState, type ReactNode } from 'react';

export type LazyPart<P extends object> = {
  (props: P): ReactNode;
  /** Fetches the code; a part that has it is drawn in the same frame it is asked for. */
  preload(): Promise<void>;
  isLoaded(): boolean;
};

/**
 * A part whose code comes when it is first needed, or before. Unlike `lazy` it needs no Suspense around it:
 * once a fallback has been shown, React holds the content back for up to 300 ms.
 */
export function lazyPart<P extends object>(load: () => Promise<(props: P) => ReactNode>): LazyPart<P> {
  let loaded: ((props: P) => ReactNode) | undefined;
  let loading: Promise<void> | undefined;
  const fetchCode = async (): Promise<void> => {
    try {
      loaded = await load();
    } finally {
      loading = undefined;
    }
  };
  const preload = async (): Promise<void> => {
    if (loaded === undefined) await (loading ??= fetchCode());
  };
  function Part(props: P): ReactNode {
    const [, redraw] = useReducer((count: number) => count + 1, 0);
    const [failure, setFailure] = useState<Error>();
    useEffect(() => {
      if (loaded === undefined)
        preload().then(redraw, (cause: unknown) =>
          setFailure(new Error('A part of the page did not load.', { cause })),
        );
    }, []);
    if (failure) throw failure;
    const Loaded = loaded;
    return Loaded && <Loaded {...props} />;
  }
  return Object.assign(Part, { preload, isLoaded: () => loaded !== undefined });
}
