import { commonOptions, type Command } from './command.js';

/** Completion for bash, from the same table that the commands are run from. Of operands it knows nothing. */
export function bashCompletion(commands: readonly Command[]): string {
  const groups = new Map<string, string[]>();
  for (const { name } of commands) {
    const [first = '', second] = name.split(' ');
    groups.set(first, [...(groups.get(first) ?? []), ...(second === undefined ? [] : [second])]);
  }
  const common = commonOptions.map(({ name }) => `--${name}`);
  const seconds = [...groups].filter(([, words]) => words.length > 0);
  return [
    '# Completion of eboxctl for bash. Made by scripts/eboxctl-documents.ts; change src/cli/ instead.',
    '_eboxctl() {',
    '    local current=${COMP_WORDS[COMP_CWORD]} words=',
    '    if [[ $current == -* ]]; then',
    '        case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in',
    ...[...commands]
      .sort((one, other) => other.name.length - one.name.length)
      .map(({ name, options }) => {
        const pattern = name.includes(' ') ? `"${name}"` : `"${name} "*`;
        const words = [...options.map((option) => `--${option.name}`), ...common].join(' ');
        return `            ${pattern}) words='${words}' ;;`;
      }),
    '        esac',
    '    elif (( COMP_CWORD == 1 )); then',
    `        words='${[...groups.keys(), 'help'].join(' ')}'`,
    '    elif (( COMP_CWORD == 2 )); then',
    '        case "${COMP_WORDS[1]}" in',
    ...seconds.map(([first, words]) => `            ${first}) words='${words.join(' ')}' ;;`),
    '        esac',
    '    fi',
    '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
    '    (( ${#COMPREPLY[@]} > 0 )) || COMPREPLY=()',
    '}',
    'complete -o default -F _eboxctl eboxctl',
    '',
  ].join('\n');
}
