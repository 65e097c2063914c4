/** Markup of ours that a template shows as it is. Only {@link icon} makes it. */
export class Icon {
  readonly markup: string;

  private constructor(name: string) {
    this.markup = `<svg class="icon" aria-hidden="true"><use href="/assets/icons.svg#${name}"></use></svg>`;
  }

  static named(name: string): Icon {
    if (!/^[a-z-]+$/.test(name)) throw new Error(`“${name}” is no name of an icon`);
    let made = icons.get(name);
    if (made === undefined) icons.set(name, (made = new Icon(name)));
    return made;
  }
}

const icons = new Map<string, Icon>();

/**
 * An icon of `public/icons.svg`, by its name, for a template: `<%= icon('save') %>`. A function and no template of its own:
 * a page has thirty of them, and EJS copies all values of the page for each template that it includes.
 */
export function icon(name: string): Icon {
  return Icon.named(name);
}
