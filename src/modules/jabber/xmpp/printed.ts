import { escaped, type Element } from './element.js';

/** An element as XML. Texts between its children come before them; attributes have no prefixes. */
export function printed(element: Element, outer = ''): string {
  const { name, namespace, attributes, children, text } = element;
  const own = namespace === outer ? '' : ` xmlns='${escaped(namespace)}'`;
  const others = Object.entries(attributes).filter(([key]) => key !== 'xmlns');
  const written = others.map(([key, value]) => ` ${key}='${escaped(value)}'`).join('');
  const content = escaped(text) + children.map((child) => printed(child, namespace)).join('');
  return `<${name}${own}${written}>${content}</${name}>`;
}
