# SPDX-License-Identifier: Apache-2.0
# Completion of ambit for bash: commands, their verbs and options, as the
# program itself tells them; sources and feeds by name.

# The words that stand first between the bars of a command's usage.
_ambit_verbs() {
	"$@" --help 2>/dev/null | sed -n '1s/^usage: ambit [a-z-]* *//p' |
		tr '|' '\n' | sed -n 's/^ *\[*\([a-z][a-z-]*\).*/\1/p'
}

_ambit_options() {
	"$@" --help 2>/dev/null | sed -n 's/^  \(--[a-z-]*\).*/\1/p'
}

_ambit_names() {
	"$@" 2>/dev/null | sed -n '2,$s/^\([^ ]*\) .*/\1/p'
}

_ambit() {
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
	local program=("${COMP_WORDS[0]}") command= words= i
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-c | --config)
			program+=(-c "${COMP_WORDS[++i]}") ;;
		-*) ;;
		*)
			command=${COMP_WORDS[i]}
			break ;;
		esac
	done
	case $previous in
	-c | --config | --output | --data)
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return ;;
	esac
	if [ -z "$command" ]; then
		words="help -c --json --version $("${program[0]}" help |
			sed -n 's/^  \([a-z-]*\) .*/\1/p')"
	elif [[ $current == -* ]]; then
		words=$(_ambit_options "${program[0]}" "$command" \
			$([[ ${COMP_WORDS[i+1]} == [a-z]* ]] &&
			echo "${COMP_WORDS[i+1]}"))
	elif ((i + 1 == COMP_CWORD)); then
		case $command in
		sync | sources) words=$(_ambit_names "${program[@]}" sources) ;;
		feed) words=$(_ambit_names "${program[@]}" feed) ;;
		*) words=$(_ambit_verbs "${program[0]}" "$command") ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
	[ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(
		compgen -f -- "$current")
}

complete -o filenames -F _ambit ambit
