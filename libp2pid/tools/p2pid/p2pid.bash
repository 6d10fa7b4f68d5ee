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
  organisation) echo 'key new show issue-role endorse publish' ;;
  evidence) echo 'check sd-jwt bankid freja card oidc' ;;
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

_p2pid ()
{
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command='' word values

  for word in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ " $(_p2pid_words '') " =~ [[:space:]]${word}[[:space:]] ]]; then
      command=$word
      break
    fi
  done

  COMPREPLY=()
  if values=$(_p2pid_values "$before"); then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
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
    mapfile -t COMPREPLY < <(compgen -W "$(_p2pid_options "$command")" -- \
      "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$(_p2pid_words "$command")" -- \
      "$current")
  fi
}

complete -o bashdefault -o default -F _p2pid p2pid
