# Completion of eboxctl for bash. Made by scripts/eboxctl-documents.ts; change src/cli/ instead.
_eboxctl() {
    local current=${COMP_WORDS[COMP_CWORD]} words=
    if [[ $current == -* ]]; then
        case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in
            "users import-passwords") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "announcements withdraw") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "users import-continue") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "announcements preview") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "announcements change") words='--from --until --json --detailed-exitcode --yes --timeout --help' ;;
            "users import-forget") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "certificates upload") words='--module --passphrase-stdin --json --detailed-exitcode --yes --timeout --help' ;;
            "certificates forbid") words='--panel --json --detailed-exitcode --yes --timeout --help' ;;
            "users import-state") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "certificates renew") words='--module --no-watch --json --detailed-exitcode --yes --timeout --help' ;;
            "certificates allow") words='--panel --in-force --json --detailed-exitcode --yes --timeout --help' ;;
            "announcements list") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "announcements send") words='--day --from --until --json --detailed-exitcode --yes --timeout --help' ;;
            "users import-stop") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "certificates show") words='--module --json --detailed-exitcode --yes --timeout --help' ;;
            "certificates list") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "users import-end") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "certificates set") words='--module --json --detailed-exitcode --yes --timeout --help' ;;
            "sessions message") words='--all --json --detailed-exitcode --yes --timeout --help' ;;
            "sessions refused") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "rooms no-default") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "clients outdated") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "modules disable") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "daemons restart") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "modules enable") words='--take-over --json --detailed-exitcode --yes --timeout --help' ;;
            "admin password") words='--generate --password-stdin --json --detailed-exitcode --yes --timeout --help' ;;
            "support-bundle "*) words='--json --detailed-exitcode --yes --timeout --help' ;;
            "users disable") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "sessions list") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "blocks remove") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "rooms default") words='--words --json --detailed-exitcode --yes --timeout --help' ;;
            "settings get") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "settings set") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "users enable") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "users rename") words='--block-days --json --detailed-exitcode --yes --timeout --help' ;;
            "users delete") words='--keep-data --end-places --json --detailed-exitcode --yes --timeout --help' ;;
            "users import") words='--trial --generate-passwords --change-passwords --disable-missing --kept --encoding --columns --json --detailed-exitcode --yes --timeout --help' ;;
            "users export") words='--search --json --detailed-exitcode --yes --timeout --help' ;;
            "sessions end") words='--all --message --json --detailed-exitcode --yes --timeout --help' ;;
            "rooms create") words='--set --json --detailed-exitcode --yes --timeout --help' ;;
            "rooms change") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "rooms delete") words='--reason --json --detailed-exitcode --yes --timeout --help' ;;
            "servers list") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "servers test") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "rows delete") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "rows import") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "blocks list") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "users list") words='--search --json --detailed-exitcode --yes --timeout --help' ;;
            "users show") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "users card") words='--mail --json --detailed-exitcode --yes --timeout --help' ;;
            "users edit") words='--first-name --last-name --comment --set --password --password-stdin --json --detailed-exitcode --yes --timeout --help' ;;
            "blocks add") words='--for --json --detailed-exitcode --yes --timeout --help' ;;
            "rooms list") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "rooms show") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "rooms give") words='--alone --json --detailed-exitcode --yes --timeout --help' ;;
            "rows list") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "users add") words='--first-name --last-name --comment --set --password-stdin --kept --if-missing --json --detailed-exitcode --yes --timeout --help' ;;
            "rows add") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "rows set") words='--json --detailed-exitcode --yes --timeout --help' ;;
            "modules "*) words='--json --detailed-exitcode --yes --timeout --help' ;;
            "pending "*) words='--json --detailed-exitcode --yes --timeout --help' ;;
            "discard "*) words='--json --detailed-exitcode --yes --timeout --help' ;;
            "status "*) words='--json --detailed-exitcode --yes --timeout --help' ;;
            "doctor "*) words='--json --detailed-exitcode --yes --timeout --help' ;;
            "audit "*) words='--number --json --detailed-exitcode --yes --timeout --help' ;;
            "diff "*) words='--json --detailed-exitcode --yes --timeout --help' ;;
            "save "*) words='--keep --overwrite --later --in --call-off --no-watch --json --detailed-exitcode --yes --timeout --help' ;;
            "logs "*) words='--number --search --json --detailed-exitcode --yes --timeout --help' ;;
        esac
    elif (( COMP_CWORD == 1 )); then
        words='status modules daemons settings rows pending diff save discard users certificates sessions blocks announcements rooms clients servers logs audit admin doctor support-bundle help'
    elif (( COMP_CWORD == 2 )); then
        case "${COMP_WORDS[1]}" in
            modules) words='enable disable' ;;
            daemons) words='restart' ;;
            settings) words='get set' ;;
            rows) words='list add set delete import' ;;
            users) words='list show card add edit enable disable rename delete import import-state import-stop import-continue import-end import-forget import-passwords export' ;;
            certificates) words='show set upload renew allow forbid list' ;;
            sessions) words='list message end refused' ;;
            blocks) words='list add remove' ;;
            announcements) words='list send preview change withdraw' ;;
            rooms) words='list show create change give delete default no-default' ;;
            clients) words='outdated' ;;
            servers) words='list test' ;;
            admin) words='password' ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    (( ${#COMPREPLY[@]} > 0 )) || COMPREPLY=()
}
complete -o default -F _eboxctl eboxctl
