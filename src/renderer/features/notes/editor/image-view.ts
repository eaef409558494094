import { imageSchema } from '@milkdown/kit/preset/commonmark';
import type { Node } from '@milkdown/kit/prose/model';
import type { NodeView } from '@milkdown/kit/prose/view';
import { $view } from '@milkdown/kit/utils';

export type ImageHost = {
  /** An address the page may show, made from what is kept with the note. */
  loadAttachment(id: string): Promise<string>;
  readonly words: {
    /** An image that stays outside: `{{host}}` names where. */
    remoteImage(host: string): string;
    missingImage: string;
    loadingImage: string;
  };
};

const ATTACHMENT = /^adiuva-attachment:([0-9a-f-]{36})$/i;

export function attachmentIdOf(address: string): string | undefined {
  return ATTACHMENT.exec(address.trim())?.[1];
}

function hostNameOf(address: string): string {
  return (URL.parse(address)?.hostname ?? '') || address.slice(0, 60);
}

/** Images come from the note's own files. Nothing is ever fetched from elsewhere: a quiet card says where it is. */
class ImageView implements NodeView {
  readonly dom = document.createElement('span');
  readonly #host: ImageHost;
  #source = '';

  constructor(node: Node, host: ImageHost) {
    this.#host = host;
    this.dom.className = 'note-image';
    this.#show(node);
  }

  update(node: Node): boolean {
    if (node.type.name !== 'image') return false;
    this.#show(node);
    return true;
  }

  selectNode(): void {
    this.dom.dataset['selected'] = 'true';
  }
  deselectNode(): void {
    delete this.dom.dataset['selected'];
  }
  ignoreMutation(): boolean {
    return true;
  }

  #show(node: Node): void {
    const [source, alt] = [String(node.attrs['src'] ?? ''), String(node.attrs['alt'] ?? '')];
    this.#source = source;
    const id = attachmentIdOf(source);
    if (id !== undefined) {
      this.#showText(this.#host.words.loadingImage, 'loading');
      this.#host.loadAttachment(id).then(
        (url) => this.#source === source && this.#showImage(url, alt),
        () => this.#source === source && this.#showText(this.#host.words.missingImage, 'missing'),
      );
    } else if (/^data:image\/(png|jpeg|gif|webp|avif|svg\+xml)[;,]/i.test(source))
      this.#showImage(source, alt);
    else this.#showText(this.#host.words.remoteImage(hostNameOf(source)), 'remote', alt);
  }

  #showImage(url: string, alt: string): void {
    const image = document.createElement('img');
    image.src = url;
    image.alt = alt;
    image.draggable = false;
    this.dom.dataset['state'] = 'shown';
    this.dom.replaceChildren(image);
  }

  #showText(text: string, state: string, alt = ''): void {
    const card = document.createElement('span');
    card.className = 'note-image-card';
    card.textContent = alt === '' ? text : `${alt} · ${text}`;
    this.dom.dataset['state'] = state;
    this.dom.replaceChildren(card);
  }
}

/** The usual node of images refuses one without a title, and would lose it. */
export const imageSyntax = imageSchema.extendSchema((usual) => (ctx) => {
  const schema = usual(ctx);
  return {
    ...schema,
    parseMarkdown: {
      match: ({ type }) => type === 'image',
      runner: (state, node, type) => {
        const { url, alt, title } = node;
        state.addNode(type, { src: url ?? '', alt: alt ?? '', title: title ?? '' });
      },
    },
  };
});

export function imageView(host: ImageHost) {
  return $view(imageSchema.node, () => (node) => new ImageView(node, host));
}
