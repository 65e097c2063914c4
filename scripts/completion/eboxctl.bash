# Completion of eboxctl for bash. Made by scripts/eboxctl-documents.ts; change src/cli/ instead.
_eboxctl() {
    local current=${COMP_WORDS[COMP_CWORD]} words=
    if [[ $current == -* ]]; then
        case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in
            "certificates upload") words='--passphrase-stdin --json --detailed-exitcode --timeout --help' ;;
            "certificates renew") words='--yes --json --detailed-exitcode --timeout --help' ;;
            "certificates show") words='--json --detailed-exitcode --timeout --help' ;;
            "certificates set") words='--json --detailed-exitcode --timeout --help' ;;
            "modules disable") words='--yes --json --detailed-exitcode --timeout --help' ;;
            "daemons restart") words='--yes --json --detailed-exitcode --timeout --help' ;;
            "modules enable") words='--yes --take-over --json --detailed-exitcode --timeout --help' ;;
            "admin password") words='--generate --password-stdin --json --detailed-exitcode --timeout --help' ;;
            "support-bundle "*) words='--json --detailed-exitcode --timeout --help' ;;
            "users disable") words='--yes --json --detailed-exitcode --timeout --help' ;;
            "sessions list") words='--json --detailed-exitcode --timeout --help' ;;
            "settings get") words='--json --detailed-exitcode --timeout --help' ;;
            "settings set") words='--yes --json --detailed-exitcode --timeout --help' ;;
            "users enable") words='--yes --json --detailed-exitcode --timeout --help' ;;
            "users delete") words='--yes --json --detailed-exitcode --timeout --help' ;;
            "sessions end") words='--json --detailed-exitcode --timeout --help' ;;
            "users list") words='--search --json --detailed-exitcode --timeout --help' ;;
            "users show") words='--json --detailed-exitcode --timeout --help' ;;
            "users edit") words='--first-name --last-name --comment --set --password --password-stdin --yes --json --detailed-exitcode --timeout --help' ;;
            "users add") words='--first-name --last-name --comment --set --password-stdin --if-missing --yes --json --detailed-exitcode --timeout --help' ;;
            "modules "*) words='--json --detailed-exitcode --timeout --help' ;;
            "pending "*) words='--json --detailed-exitcode --timeout --help' ;;
            "discard "*) words='--json --detailed-exitcode --timeout --help' ;;
            "status "*) words='--json --detailed-exitcode --timeout --help' ;;
            "doctor "*) words='--json --detailed-exitcode --timeout --help' ;;
            "audit "*) words='--number --json --detailed-exitcode --timeout --help' ;;
            "diff "*) words='--json --detailed-exitcode --timeout --help' ;;
            "save "*) words='--yes --keep --overwrite --json --detailed-exitcode --timeout --help' ;;
            "logs "*) words='--number --search --json --detailed-exitcode --timeout --help' ;;
        esac
    elif (( COMP_CWORD == 1 )); then
        words='status modules daemons settings pending diff save discard users certificates sessions logs audit admin doctor support-bundle help'
    elif (( COMP_CWORD == 2 )); then
        case "${COMP_WORDS[1]}" in
            modules) words='enable disable' ;;
            daemons) words='restart' ;;
            settings) words='get set' ;;
            users) words='list show add edit enable disable delete' ;;
            certificates) words='show set upload renew' ;;
            sessions) words='list end' ;;
            admin) words='password' ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    (( ${#COMPREPLY[@]} > 0 )) || COMPREPLY=()
}
complete -o default -F _eboxctl eboxctl
