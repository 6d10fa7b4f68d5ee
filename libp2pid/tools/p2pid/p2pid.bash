# bash completion for p2pid(1)                              -*- shell-script -*-

_p2pid_options ()
{
  local all='--data-dir --key-file --passphrase-fd --allow-test --json --help
    --usage --version'
  local contact='--relay --show --audience --purpose --show-me --decline
    --receipt --leave-no-trace --status-list'
  local identity='--test --given-name --family-name --birthdate
    --personal-number --organisation --role --for --replace --eid --yes
    --language --gateway --gateway-root --credential --operator --provider
    --provider-root --client-id --module --roots'

  case $1 in
  enrol) echo "$identity $all" ;;
  call) echo "--dialled --started --channel --invitation $contact $all" ;;
  answer) echo "--own-number --started $contact $all" ;;
  meet|ask) echo "--channel --code $contact $all" ;;
  join) echo "--channel $contact $all" ;;
  anchors) echo "--name --method --environment --assurance --issuer --party
    --from --organisation $all" ;;
  organisation) echo "--name --domain --role --for --endorsement --revoked
    --yes $all" ;;
  evidence) echo "--at --anchors --statement --status-list
    --fetch-status --status-root $all" ;;
  *) echo "$all" ;;
  esac
}

# What may follow these words, which lead to a command or into one.
_p2pid_words ()
{
  case $1 in
  '') echo 'enrol whoami call answer meet join ask history people receipt
    anchors evidence role organisation' ;;
  history) echo 'remove' ;;
  people) echo 'remove note' ;;
  receipt) echo 'show verify export' ;;
  anchors) echo 'list add remove fingerprint' ;;
  role) echo 'add show remove' ;;
  organisation) echo 'key issue-role endorse publish' ;;
  'organisation key') echo 'new show' ;;
  evidence) echo 'check' ;;
  'evidence check') echo 'sd-jwt bankid freja card oidc' ;;
  esac
}

# The values of an option; fails for one that takes anything.
_p2pid_values ()
{
  case $1 in
  --channel) echo 'phone meeting online' ;;
  --show) echo 'name given-name family-name birthdate personal-number
    organisation role' ;;
  --method) echo 'sd-jwt bankid freja card oidc role' ;;
  --environment) echo 'production test' ;;
  --eid) echo 'bankid freja card oidc test' ;;
  --language) echo 'sv en' ;;
  --assurance) echo 'none low substantial high' ;;
  *) return 1 ;;
  esac
}

# Those of the words that begin as what was typed does; with a list, which
# commas part, its last one. Bash puts them in the place of all that stands
# behind an equals sign.
_p2pid_offer ()
{
  local before=''

  [[ $2 == *,* ]] && before=${2%,*},
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${2##*,}")
}

_p2pid ()
{
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local path='' word values

  for word in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ " $(_p2pid_words "$path") " =~ [[:space:]]${word}[[:space:]] ]]; then
      path+=${path:+ }$word
    fi
  done

  # Bash makes words of their own of an equals sign and what is around it.
  if [[ $current == = ]]; then
    current=''
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi

  COMPREPLY=()
  if values=$(_p2pid_values "$before"); then
    _p2pid_offer "$values" "$current"
  elif [[ $before == --data-dir ]]; then
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
  elif [[ $before == --key-file || $before == --from ||
    $before == --anchors || $before == --statement ||
    $before == --status-list ||
    $before == --*-root || $before == --operator || $before == --module ||
    $before == --roots || $before == --endorsement ||
    $before == --revoked ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  elif [[ $current == -* ]]; then
    _p2pid_offer "$(_p2pid_options "${path%% *}")" "$current"
  else
    _p2pid_offer "$(_p2pid_words "$path")" "$current"
  fi
}

complete -o bashdefault -o default -F _p2pid p2pid
